import { encodeMuLaw } from '../../audio/g711.ts';
import { floatToInt16 } from '../../audio/pcm16.ts';
import type { HeardEvent, Recognition } from '../../speech/recognition/contract.ts';
import { EventQueue } from '../../speech/recognition/eventQueue.ts';
import type { LiveVoiceActivity } from '../../speech/voiceActivity.ts';
import { CALL_RATE_HZ } from '../../telephony/callTransport.ts';
import { hasWords, plainWords, type Words } from './words.ts';

const BYTES_PER_MS = CALL_RATE_HZ / 1000;
/** As the detector of speech has it: so long a sound is believed, so long a silence ends it. */
const ONSET_MS = 60;
const HANG_OVER_MS = 120;

/** Tells when there are words on a line. */
export function wordActivity(): LiveVoiceActivity {
  return {
    version: 'virtual',
    open(listener) {
      let atMs = 0;
      let speaking = false;
      /** Since when it is otherwise than it counts. */
      let otherMs: number | null = null;
      let open = true;
      return {
        push(frame) {
          const fromMs = atMs;
          atMs += frame.length / BYTES_PER_MS;
          if (hasWords(frame) === speaking) {
            otherMs = null;
            return;
          }
          otherMs ??= fromMs;
          const sinceMs = otherMs;
          if (atMs - sinceMs < (speaking ? HANG_OVER_MS : ONSET_MS)) return;
          speaking = !speaking;
          otherMs = null;
          const tell = speaking ? listener.onSpeechStart : listener.onSpeechEnd;
          // Like a detector on another thread: behind the frame.
          queueMicrotask(() => {
            if (open) tell.call(listener, sinceMs);
          });
        },
        backlogMs: 0,
        close() {
          open = false;
        },
      };
    },
    close: async () => undefined,
  };
}

/** Takes down the words on a line as they are said, all of them right: small letters and no signs, as the built-in recogniser does. */
export function wordRecognition(words: Words): Pick<Recognition, 'stream'> {
  return {
    stream({ signal }) {
      const events = new EventQueue<HeardEvent>();
      signal.addEventListener('abort', () => events.fail(signal.reason));
      let sound = new Uint8Array(0);
      let shown = 0;
      const understood = () =>
        words
          .understand(sound)
          .flatMap(({ text, startMs, endMs }) =>
            plainWords(text).map((word) => ({ text: word, startMs, endMs, confidence: 1 })),
          );
      const textOf = (heard: readonly { text: string }[]) => heard.map(({ text }) => text).join(' ');
      return {
        push(samples) {
          sound = Buffer.concat([sound, encodeMuLaw(floatToInt16(samples))]);
          const heard = understood();
          if (heard.length === shown) return;
          shown = heard.length;
          events.push({ type: 'interim', text: textOf(heard) });
        },
        flush: () => undefined,
        finish() {
          const heard = understood();
          const { startMs = 0 } = heard[0] ?? {};
          const { endMs = 0 } = heard.at(-1) ?? {};
          events.push({
            type: 'final',
            text: textOf(heard),
            startMs,
            endMs,
            words: heard,
            confidence: 1,
            endOfUtterance: true,
            engine: { id: 'virtual', version: '1' },
          });
          events.end();
        },
        events,
      };
    },
  };
}
