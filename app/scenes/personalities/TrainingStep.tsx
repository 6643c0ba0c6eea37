import { Link } from '@tanstack/react-router';
import { CircleAlert } from 'lucide-react';
import type { Personality, VoiceStatus } from '../../../shared/api/personalities.ts';
import common from '../../components/common.module.css';
import { Time } from '../../components/Time.tsx';
import { Caution } from './Caution.tsx';
import styles from './PersonalityScene.module.css';
import { Step } from './Step.tsx';
import { StopTraining } from './StopTraining.tsx';
import { TrainingForm } from './TrainingForm.tsx';
import { VoiceState } from './VoiceState.tsx';

/** What stands in the way of a training, in words; empty when nothing does. */
function Missing({ status: { samples, consent, engines, nextTrainingAt } }: { status: VoiceStatus }) {
  return (
    <ul className={styles.missing}>
      {samples.length === 0 ? <li>Recordings are missing: add some in step 1.</li> : null}
      {consent?.state === 'valid' ? null : (
        <li>
          {consent?.state === 'in-review'
            ? 'The consent waits for a decision.'
            : 'A valid consent of the speaker is missing: step 2.'}
        </li>
      )}
      {engines.length === 0 ? (
        <li>
          No engine here makes voices of recordings. Fetch Pocket TTS under <Link to="/voices">Voices</Link> →
          More voices, or set up another one, such as ElevenLabs or an XTTS server: see{' '}
          <Link to="/engines">Engines</Link>.
        </li>
      ) : null}
      {nextTrainingAt ? (
        <li>
          One training an hour: the next can begin <Time at={nextTrainingAt} /> at the earliest.
        </li>
      ) : null}
    </ul>
  );
}

/** The making of the voice: what is missing, the choice, how far it is, and why it failed. */
export function TrainingStep({
  personality,
  status,
  mayManage,
}: {
  personality: Personality;
  status: VoiceStatus;
  mayManage: boolean;
}) {
  const { state, failure, review, engine, progress, samples, consent, engines, nextTrainingAt } = status;
  const engineName = engines.find(({ id }) => id === engine)?.name ?? engine;
  const busy = state === 'training' || state === 'in-review';
  const able =
    samples.length > 0 && consent?.state === 'valid' && engines.length > 0 && nextTrainingAt === null;
  return (
    <Step number={3} title="Training" state={state === 'none' ? null : <VoiceState state={state} />}>
      {state === 'training' ? (
        <div className={styles.progress}>
          <progress aria-label="Training" {...(progress > 0 ? { value: progress } : {})} />
          <p role="status">
            {engineName} makes the voice: {Math.round(100 * progress)} %. You can leave this page.
          </p>
          {failure === null ? null : (
            <Caution>The last try failed, and another one follows by itself. {failure}</Caution>
          )}
        </div>
      ) : null}
      {state === 'in-review' ? (
        <Caution>
          Another admin has to look at it first. {review}{' '}
          <Link to="/personalities" search={{ view: 'reviews' }}>
            What waits for a decision
          </Link>
        </Caution>
      ) : null}
      {state === 'failed' ? (
        <p className={styles.failed} role="alert">
          <CircleAlert aria-hidden />
          <span>No voice came of it. {failure}</span>
        </p>
      ) : null}
      {state === 'silenced' ? (
        <Caution>
          {failure} It is silent until {personality.name}’s speaker agrees again, in step 2; until then
          another voice answers in its place.
        </Caution>
      ) : null}
      {status.trainedAt ? (
        <p className={common.quiet}>
          Made by {engineName} <Time at={status.trainedAt} />. {status.terms}
        </p>
      ) : null}
      {busy && mayManage ? <StopTraining personalityId={personality.id} /> : null}
      {status.warning ? <Caution>{status.warning}</Caution> : null}
      {busy ? null : (
        <>
          <Missing status={status} />
          {able && mayManage ? <TrainingForm {...{ personality, status }} /> : null}
          {!mayManage && state === 'none' ? (
            <p className={common.quiet}>Owners and admins make voices.</p>
          ) : null}
        </>
      )}
    </Step>
  );
}
