import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Personality } from '../../../shared/api/personalities.ts';
import { voicesQuery } from '../../api/voices.ts';
import { Avatar } from '../../components/Avatar.tsx';
import common from '../../components/common.module.css';
import styles from './PersonalitiesScene.module.css';
import { VoiceState } from './VoiceState.tsx';

export function PersonalityCard({
  personality: { id, name, voice, customVoice },
}: {
  personality: Personality;
}) {
  const voices = useQuery(voicesQuery);
  const speaking = voices.data?.find((one) => one.id === voice?.id);
  const words =
    voice === null
      ? 'Speaks with the default voice'
      : speaking?.kind === 'custom'
        ? 'Speaks with its own voice'
        : `Speaks as ${speaking?.name ?? voice.id}`;
  return (
    <li className={styles.card}>
      <Avatar name={name} size={36} />
      <div className={styles.words}>
        <h2 className={styles.name}>
          <Link to="/personalities/$id" params={{ id }}>
            {name}
          </Link>
        </h2>
        <p className={common.quiet}>{words}</p>
        {customVoice === 'none' ? null : <VoiceState state={customVoice} />}
      </div>
    </li>
  );
}
