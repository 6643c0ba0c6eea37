import type { Jobs } from '../db/jobs.ts';
import { runPull, type VoicePulls } from '../voices/pulls.ts';
import type { JobContext } from './runner.ts';

/** Fetches a voice onto this node. */
export async function pullVoice(
  pulls: VoicePulls,
  payload: Jobs['pullVoice'],
  { signal, attempt, maxAttempts }: Pick<JobContext, 'signal' | 'attempt' | 'maxAttempts'>,
): Promise<void> {
  await runPull(pulls, payload, { signal, lastTry: attempt >= maxAttempts });
}
