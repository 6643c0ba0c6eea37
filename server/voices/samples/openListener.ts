import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import type { SampleCheck } from '../../../shared/api/personalities.ts';
import { ProblemError } from '../../problem.ts';
import type { SpeechRecognizer } from '../../speech/recognition/contract.ts';
import type { VoiceActivity } from '../../speech/voiceActivity.ts';
import { type Listener, NOT_LISTENED_TO } from './listener.ts';
import { hearStatement } from './listening/hearStatement.ts';
import { LISTENING_RATE_HZ } from './listening/listened.ts';
import type { ToJudge } from './listening/thread.ts';

const IDLE_MS = 30_000;
/** Within an answer over HTTP: what takes longer, on a machine with too much to do, is left to a person. */
const PATIENCE_MS = 20_000;

/** Listens with the detector of speech and the recognisers of this installation; what it computes, it does on a thread. */
export function openListener({
  recognizers,
  voiceActivity,
  patienceMs = PATIENCE_MS,
}: {
  recognizers: readonly SpeechRecognizer[];
  voiceActivity: VoiceActivity;
  patienceMs?: number;
}): Listener & { close(): Promise<void> } {
  const fromSource = import.meta.url.endsWith('.ts');
  const pool = new Piscina<ToJudge, SampleCheck[]>({
    filename: fileURLToPath(
      new URL(fromSource ? './listening/thread.ts' : './listening/thread.js', import.meta.url),
    ),
    minThreads: 0,
    maxThreads: 1,
    idleTimeout: IDLE_MS,
    ...(fromSource ? { execArgv: ['--import', import.meta.resolve('tsx')] } : {}),
  });
  return {
    async understand({ narrow, durationMs }) {
      const signal = AbortSignal.timeout(patienceMs);
      try {
        const speech = await voiceActivity.speechSpans(narrow, LISTENING_RATE_HZ, { signal });
        const checks = await pool.run({ samples: narrow, speech, durationMs }, { signal });
        return { speech, checks };
      } catch (error) {
        if (!cannotTell(error, signal)) throw error;
        return { speech: [], checks: [...NOT_LISTENED_TO] };
      }
    },
    async hear({ narrow }, expected) {
      const signal = AbortSignal.timeout(patienceMs);
      try {
        const speech = await voiceActivity.speechSpans(narrow, LISTENING_RATE_HZ, { signal });
        return await hearStatement(recognizers, narrow, { expected, speech, signal });
      } catch (error) {
        if (!cannotTell(error, signal)) throw error;
        return null;
      }
    },
    close: () => pool.close({ force: true }),
  };
}

/** What hinders listening is no fault of the recording: it is kept, and said not to be checked. */
const cannotTell = (error: unknown, signal: AbortSignal) => signal.aborted || error instanceof ProblemError;
