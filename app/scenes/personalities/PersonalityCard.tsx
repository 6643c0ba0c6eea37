import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CirclePause, Crown } from 'lucide-react';
import type { Personality } from '../../../shared/api/personalities.ts';
import { CHOICES } from '../../../shared/personalities/traits.ts';
import { voicesQuery } from '../../api/voices.ts';
import { Avatar } from '../../components/Avatar.tsx';
import { Badge } from '../../components/Badge.tsx';
import { ConsentEnds } from '../../components/ConsentEnds.tsx';
import common from '../../components/common.module.css';
import { languageName } from '../../format/language.ts';
import styles from './PersonalitiesScene.module.css';
import { VoiceState } from './VoiceState.tsx';

export function PersonalityCard({ personality }: { personality: Personality }) {
  const { id, name, emoji, voice, customVoice, consentEndsAt, primary, active, traits, languages } =
    personality;
  const voices = useQuery(voicesQuery);
  const speaking = voices.data?.find((one) => one.id === voice?.id);
  const words =
    voice === null
      ? 'Speaks with the default voice'
      : speaking?.kind === 'custom'
        ? 'Speaks with its own voice'
        : `Speaks as ${speaking?.name ?? voice.id}`;
  const style = CHOICES.communicationStyle.options[traits.communicationStyle].word;
  return (
    <li className={styles.card}>
      <Avatar name={name} emoji={emoji} size={36} />
      <div className={styles.words}>
        <h2 className={styles.name}>
          <Link to="/personalities/$id" params={{ id }}>
            {name}
          </Link>
        </h2>
        <p className={common.quiet}>
          {style} · {languages.map(languageName).join(', ')}
        </p>
        <p className={common.quiet}>{words}</p>
        <div className={common.line}>
          {primary ? (
            <Badge tone="good" icon={<Crown aria-hidden />}>
              Primary
            </Badge>
          ) : null}
          {active ? null : <Badge icon={<CirclePause aria-hidden />}>Switched off</Badge>}
          {customVoice === 'none' ? null : <VoiceState state={customVoice} />}
          <ConsentEnds at={consentEndsAt} />
        </div>
      </div>
    </li>
  );
}
