import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Channel } from '../../../shared/api/channels.ts';
import { Who } from '../../components/Avatar.tsx';
import { Button } from '../../components/Button.tsx';
import { ConsentEnds } from '../../components/ConsentEnds.tsx';
import { CopyButton } from '../../components/CopyButton.tsx';
import common from '../../components/common.module.css';
import { LiveBadge } from '../../components/StatusBadge.tsx';
import { Duration, Time } from '../../components/Time.tsx';
import { useMe } from '../../frame/useMe.ts';
import { liveTrack } from '../../player/liveTrack.ts';
import { PlayButton } from '../../player/PlayButton.tsx';
import styles from './ChannelsScene.module.css';
import { RollBackDialog, WithdrawDialog } from './LeaveDialogs.tsx';
import { PlannedVersion } from './PlannedVersion.tsx';

interface SlotCardProps {
  channel: string;
  slot: Channel['slots'][number];
  mayDeploy: boolean;
  onDeploy: () => void;
}

/** A place in a channel: what is heard there and what can be done about it. */
export function SlotCard({ channel, slot, mayDeploy, onDeploy }: SlotCardProps) {
  const { workspace } = useMe();
  const [asking, setAsking] = useState<'rollback' | 'withdraw' | null>(null);
  const version = slot.live?.version ?? null;
  const address = `${window.location.origin}/public/${workspace.slug}/channels/${channel}/${slot.slot}`;
  return (
    <li className={styles.slot} data-slot={slot.slot}>
      <div className={common.line}>
        <h3>{slot.slot}</h3>
        {version ? <LiveBadge /> : <span className={common.quiet}>Empty</span>}
        <ConsentEnds at={slot.consentEndsAt} />
      </div>
      {slot.live && version ? (
        <>
          <div className={common.line}>
            <PlayButton track={liveTrack(slot.live)} what={`${channel} ${slot.slot}`} />
            <div>
              <p>
                <Link to="/review/$versionId" params={{ versionId: version.id }}>
                  {version.scriptTitle}, version {version.number}
                </Link>{' '}
                · <Duration ms={version.durationMs} />
              </p>
              <p className={common.quiet}>
                <Who actor={slot.live.by} /> · <Time at={slot.live.at} />
              </p>
            </div>
          </div>
          <p className={styles.reason}>“{slot.live.reason}”</p>
        </>
      ) : slot.emptied ? (
        <>
          <p className={common.quiet}>
            Emptied by <Who actor={slot.emptied.by} /> · <Time at={slot.emptied.at} />
          </p>
          <p className={styles.reason}>“{slot.emptied.reason}”</p>
        </>
      ) : (
        <p className={common.quiet}>Nothing is heard here yet. Deploy an approved version.</p>
      )}
      {slot.scheduled.map((plan) => (
        <p key={plan.releaseId} className={common.quiet}>
          Planned <Time at={plan.at} />: <PlannedVersion version={plan.version} />
        </p>
      ))}
      <div className={common.line}>
        {mayDeploy ? (
          <Button size="small" onClick={onDeploy}>
            Deploy
          </Button>
        ) : null}
        {mayDeploy && (version || slot.emptied) ? (
          <Button size="small" kind="quiet" onClick={() => setAsking('rollback')}>
            Roll back
          </Button>
        ) : null}
        {mayDeploy && version ? (
          <Button size="small" kind="quiet" onClick={() => setAsking('withdraw')}>
            Withdraw
          </Button>
        ) : null}
        {version ? <CopyButton text={address} label="Copy the address" /> : null}
      </div>
      {asking === 'rollback' ? (
        <RollBackDialog channel={channel} slot={slot.slot} live={version} onClose={() => setAsking(null)} />
      ) : null}
      {asking === 'withdraw' ? (
        <WithdrawDialog channel={channel} slot={slot.slot} live={version} onClose={() => setAsking(null)} />
      ) : null}
    </li>
  );
}
