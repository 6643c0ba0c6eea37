import type { RecognitionEvent, RecognitionStream } from './contract.ts';
import { EventQueue } from './eventQueue.ts';

/** A stream that takes a moment to open: what is pushed meanwhile waits for it. */
export function laterStream(
  open: (signal: AbortSignal) => Promise<RecognitionStream>,
  signal: AbortSignal,
): RecognitionStream {
  const left = new AbortController();
  const events = new EventQueue<RecognitionEvent>(() => left.abort(new Error('Nobody listens any more.')));
  let stream: RecognitionStream | undefined;
  const waiting: ((to: RecognitionStream) => void)[] = [];
  const tell = (message: (to: RecognitionStream) => void) => {
    if (stream) message(stream);
    else waiting.push(message);
  };

  async function run(): Promise<void> {
    stream = await open(AbortSignal.any([signal, left.signal]));
    for (const message of waiting.splice(0)) message(stream);
    for await (const event of stream.events) events.push(event);
    events.end();
  }
  run().catch((error: unknown) => events.fail(signal.aborted ? signal.reason : error));

  return {
    push(samples) {
      const own = samples.slice();
      tell((to) => to.push(own));
    },
    flush: () => tell((to) => to.flush()),
    finish: () => tell((to) => to.finish()),
    events,
  };
}
