import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Channel } from '../../../shared/api/channels.ts';
import { Button } from '../../components/Button.tsx';
import common from '../../components/common.module.css';
import styles from './ChannelsScene.module.css';
import { RulesDialog } from './RulesDialog.tsx';
import { SlotCard } from './SlotCard.tsx';

interface ChannelSectionProps {
  channel: Channel;
  mayDeploy: boolean;
  mayManage: boolean;
  onDeploy: (slot: string) => void;
}

/** The channel's own demands on what is deployed, in words. */
function rulesInWords({ rules }: Channel): string {
  const parts = [`${rules.requiredApprovals} ${rules.requiredApprovals === 1 ? 'approval' : 'approvals'}`];
  if (rules.approverRoles.length > 0) parts.push(`among them by ${rules.approverRoles.join(' and ')}`);
  if (!rules.allowSelfApproved) parts.push('never by the author alone');
  return `Needs ${parts.join(', ')}.`;
}

/** A channel with its slots. */
export function ChannelSection({ channel, mayDeploy, mayManage, onDeploy }: ChannelSectionProps) {
  const [changing, setChanging] = useState(false);
  const headingId = `channel-${channel.slug}`;
  return (
    <section aria-labelledby={headingId} className={styles.channel}>
      <header className={styles.head}>
        <div>
          <h2 id={headingId}>
            <Link to="/channels/$slug" params={{ slug: channel.slug }}>
              {channel.name}
            </Link>
          </h2>
          <p className={common.quiet}>
            {channel.description ? `${channel.description} ` : ''}
            {rulesInWords(channel)}
          </p>
        </div>
        {mayManage ? (
          <Button size="small" onClick={() => setChanging(true)}>
            Change channel
          </Button>
        ) : null}
      </header>
      {channel.slots.length === 0 ? <p className={common.quiet}>This channel has no slots yet.</p> : null}
      <ul className={styles.slots}>
        {channel.slots.map((slot) => (
          <SlotCard
            key={slot.slot}
            channel={channel.slug}
            slot={slot}
            mayDeploy={mayDeploy}
            onDeploy={() => onDeploy(slot.slot)}
          />
        ))}
      </ul>
      {changing ? <RulesDialog channel={channel} onClose={() => setChanging(false)} /> : null}
    </section>
  );
}
