import { StreamResampler } from '../../audio/resampleStream.ts';
import { ProblemError } from '../../problem.ts';
import type { SessionProcess } from '../processes/sessionProcess.ts';
import {
  HEARING_RATE_HZ,
  type RecognitionEvent,
  type RecognitionStream,
  type StreamRequest,
} from './contract.ts';
import { EventQueue } from './eventQueue.ts';

/** What a recogniser's process is told of a stream. */
export type HearingMessage = { sound: Float32Array } | { flush: true } | { finish: true };

/** The end is waited for so long: what was pushed is worked off faster than it is spoken. */
const END_MS = 30_000;

/** A stream that is recognised in a process of its own, at HEARING_RATE_HZ. */
export function sessionStream<Open>(
  process: Pick<SessionProcess<Open, HearingMessage, RecognitionEvent>, 'open'>,
  open: Open,
  { name, request: { sampleRateHz, signal } }: { name: string; request: StreamRequest },
): RecognitionStream {
  const resampler = new StreamResampler(sampleRateHz, HEARING_RATE_HZ);
  const events = new EventQueue<RecognitionEvent>(() => leave());
  let finished = false;
  let late: NodeJS.Timeout | undefined;
  const session = process.open(open, {
    onMessage: (event) => events.push(event),
    onEnd() {
      events.end();
      leave();
    },
    onFail(error) {
      events.fail(error);
      leave();
    },
  });
  const onAbort = () => {
    events.fail(signal.reason);
    leave();
  };
  function leave(): void {
    clearTimeout(late);
    signal.removeEventListener('abort', onAbort);
    session.close();
  }
  if (signal.aborted) onAbort();
  else signal.addEventListener('abort', onAbort, { once: true });

  const send = (sound: Float32Array) => {
    if (sound.length > 0) session.send({ sound });
  };
  return {
    push(samples) {
      if (!finished && events.open) send(resampler.push(samples));
    },
    flush: () => session.send({ flush: true }),
    finish() {
      if (finished) return;
      finished = true;
      send(resampler.end());
      session.send({ finish: true });
      late = setTimeout(() => {
        events.fail(new ProblemError('timeout', `The ${name} does not come to an end. Try again.`));
        leave();
      }, END_MS);
    },
    events,
  };
}
