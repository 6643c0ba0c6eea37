import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Personality } from '../../../shared/api/personalities.ts';
import { voiceStatusQuery } from '../../api/personalityVoice.ts';
import common from '../../components/common.module.css';
import { Loaded } from '../../components/Loaded.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { useCan } from '../../frame/useMe.ts';
import { ConsentStep } from './ConsentStep.tsx';
import styles from './PersonalityScene.module.css';
import { Recordings } from './Recordings.tsx';
import { TrainingStep } from './TrainingStep.tsx';
import { VoiceState } from './VoiceState.tsx';

/** The way to a voice of its own. */
export function OwnVoice({ personality }: { personality: Personality }) {
  const { id, name, voice } = personality;
  const status = useQuery(voiceStatusQuery(id));
  const mayManage = useCan('voices:manage');
  const speaks = status.data?.voiceId && voice?.id === status.data.voiceId;
  return (
    <section className={styles.own} aria-label="A voice of its own">
      <header className={styles.ownHead}>
        <div className={common.line}>
          <h2>A voice of its own</h2>
          {status.data ? <VoiceState state={status.data.state} /> : null}
        </div>
        <p className={common.quiet}>
          Made of recordings of one person, who agreed to it. Only owners and admins can make one.
        </p>
        {speaks ? (
          <p>
            {status.data?.state === 'silenced'
              ? `${name} is to speak with it, and may not at the moment. `
              : `${name} speaks with it. `}
            <Link to="/personalities/$id" params={{ id }}>
              Set how it sounds
            </Link>
          </p>
        ) : null}
      </header>
      <Loaded query={status} shape={<Skeleton height={160} count={3} />}>
        {(data) => (
          <>
            <Recordings personalityId={id} status={data} mayManage={mayManage} />
            <ConsentStep personalityId={id} status={data} mayManage={mayManage} />
            <TrainingStep personality={personality} status={data} mayManage={mayManage} />
          </>
        )}
      </Loaded>
    </section>
  );
}
