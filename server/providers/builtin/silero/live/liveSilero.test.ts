import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SpeechParameters } from '../../../../../shared/speech/parameters.ts';
import { noise } from '../../../../../test/support/signals.ts';
import { openTestSpeech, TEST_USE } from '../../../../../test/support/speech.ts';
import { encodeMuLaw } from '../../../../audio/g711.ts';
import { resample } from '../../../../audio/resample.ts';
import type { VoiceLine } from '../../../../speech/voiceActivity.ts';
import { openFlite } from '../../flite/fliteEngine.ts';
import { openLiveSilero } from './liveSilero.ts';
import { RING_BYTES, Slab } from './rings.ts';

const FRAME_BYTES = 160;
const speech = openTestSpeech([openFlite({ processes: 1 })]);
const live = openLiveSilero({
  onBroken: (error) => {
    throw error;
  },
});
afterAll(() => Promise.all([live.close(), speech.close()]));

let spoken: Float32Array;
beforeAll(async () => {
  const { samples } = await speech.speak({
    text: 'I would like to know where my order is.',
    language: 'en-US',
    voiceId: 'flite:slt',
    parameters: SpeechParameters.parse({}),
    workspaceId: 'test',
    use: TEST_USE,
    signal: new AbortController().signal,
  });
  spoken = resample(
    Float32Array.from(samples, (sample) => sample / 32_768),
    24_000,
    8_000,
  );
});

/** µ-law of a line: silence, what is said, silence. */
function lineOf(sound: Float32Array, beforeMs: number, afterMs: number): Uint8Array {
  const whole = new Float32Array(sound.length + (beforeMs + afterMs) * 8);
  whole.set(sound, beforeMs * 8);
  return encodeMuLaw(Int16Array.from(whole, (sample) => Math.round(sample * 32_767)));
}

/** Pushes frame by frame, no faster than they are judged. */
async function hear(line: VoiceLine, sound: Uint8Array): Promise<void> {
  for (let at = 0; at < sound.length; at += FRAME_BYTES) {
    while (line.backlogMs > 500) await sleep(1);
    line.push(sound.subarray(at, at + FRAME_BYTES));
  }
  while (line.backlogMs >= 32) await sleep(1);
}

function listen() {
  const told: ['start' | 'end', number][] = [];
  const line = live.open({
    onSpeechStart: (atMs) => told.push(['start', atMs]),
    onSpeechEnd: (atMs) => told.push(['end', atMs]),
  });
  return { line, told };
}

test('speech on a telephone line is found where it is, on every line alike, however many there are', async () => {
  const lengthMs = spoken.findLastIndex((sample) => Math.abs(sample) > 0.01) / 8;
  const lines = Array.from({ length: 140 }, (_, n) => ({ ...listen(), beforeMs: 400 + (n % 7) * 20 }));
  await Promise.all(lines.map(({ line, beforeMs }) => hear(line, lineOf(spoken, beforeMs, 800))));
  await expect
    .poll(() => lines.every(({ told }) => told.at(-1)?.[0] === 'end'), { timeout: 20_000 })
    .toBe(true);
  for (const { told, beforeMs, line } of lines) {
    expect(Math.abs(told[0]![1] - beforeMs)).toBeLessThan(130);
    expect(Math.abs(told.at(-1)![1] - beforeMs - lengthMs)).toBeLessThan(40);
    line.close();
  }
  // Lines of the same sound are judged the same, alone or beside others.
  const alike = lines.filter(({ beforeMs }) => beforeMs === 400).map(({ told }) => told);
  for (const told of alike) expect(told).toEqual(alike[0]);
}, 60_000);

test('a quiet line and a noisy one have no speech, and a place that is taken anew knows nothing of the call before', async () => {
  const first = listen();
  await hear(first.line, lineOf(spoken, 200, 0));
  await expect.poll(() => first.told.length).toBeGreaterThan(0);
  // In the middle of speech.
  first.line.close();
  const told = first.told.length;
  const second = listen();
  await hear(
    second.line,
    lineOf(
      noise(24_000).map((value) => value * 0.02),
      500,
      500,
    ),
  );
  await sleep(50);
  expect(second.told).toEqual([]);
  expect(first.told).toHaveLength(told);
  second.line.close();
});

test('a ring gives back what was written, in order, and leaves out what does not fit', () => {
  const table = Float32Array.from({ length: 256 }, (_, byte) => byte);
  fc.assert(
    fc.property(
      fc.array(
        fc.oneof(
          fc.record({ write: fc.integer({ min: 1, max: 3_000 }) }),
          fc.record({ read: fc.integer({ min: 1, max: 3_000 }) }),
        ),
        {
          maxLength: 60,
        },
      ),
      (steps) => {
        const slab = new Slab();
        slab.open(3, 1);
        const model: number[] = [];
        let next = 0;
        for (const step of steps) {
          if ('write' in step) {
            const bytes = Uint8Array.from({ length: step.write }, () => next++ % 251);
            const room = RING_BYTES - model.length;
            slab.write(3, bytes);
            model.push(...bytes.subarray(0, room));
          } else {
            const out = new Float32Array(Math.min(step.read, model.length));
            slab.read(3, table, out);
            expect([...out]).toEqual(model.splice(0, out.length));
          }
          expect(slab.waiting(3)).toBe(model.length);
        }
      },
    ),
    { numRuns: 100 },
  );
});
