import { expect, test } from 'vitest';
import { MU_LAW_SAMPLES } from '../../../shared/audio/muLaw.ts';
import { FRAME_BYTES, Frames } from './frames.ts';
import { PlayQueue } from './playQueue.ts';

/** Frames of a tone that a microphone gives in pieces of 128 samples. */
function framesOfTone(microphoneHz: number, toneHz: number): number[] {
  const frames = new Frames(microphoneHz);
  const samples: number[] = [];
  for (let at = 0; at < microphoneHz; at += 128) {
    const piece = Float32Array.from(
      { length: 128 },
      (_, i) => 0.5 * Math.sin((2 * Math.PI * toneHz * (at + i)) / microphoneHz),
    );
    for (const frame of frames.push(piece)) {
      expect(frame.length).toBe(FRAME_BYTES);
      samples.push(...Array.from(frame, (byte) => MU_LAW_SAMPLES[byte]!));
    }
  }
  return samples;
}

test.each([48_000, 44_100, 16_000, 8_000])('a tone keeps its time and pitch from %i Hz', (microphoneHz) => {
  const samples = framesOfTone(microphoneHz, 440);
  // A second, but for the frame that is not full yet.
  expect(samples.length).toBeGreaterThan(8_000 - 2 * FRAME_BYTES);
  expect(samples.length).toBeLessThanOrEqual(8_128);
  let worst = 0;
  samples.forEach((sample, i) => {
    worst = Math.max(worst, Math.abs(sample - 0.5 * Math.sin((2 * Math.PI * 440 * i) / 8_000)));
  });
  // A step of µ-law near the peak is 1/64; what lies between two samples is taken in proportion.
  expect(worst).toBeLessThan(0.02);
});

const sound = (samples: number, byte = 0x10) => new Uint8Array(samples).fill(byte);

test('marks are heard when the sound before them has left, in order', () => {
  const queue = new PlayQueue(100);
  const output = new Float32Array(128);
  queue.push(sound(100));
  queue.mark('a');
  queue.push(sound(28, 0x90));
  queue.mark('b');
  expect(queue.pull(output)).toEqual([]);
  expect(output[99]).toBe(MU_LAW_SAMPLES[0x10]);
  expect(output[100]).toBe(MU_LAW_SAMPLES[0x90]);
  expect(queue.pull(output)).toEqual(['a', 'b']);
  expect(output.every((sample) => sample === 0)).toBe(true);
});

test('clearing drops the sound and gives back every mark at once, also those on their way out', () => {
  const queue = new PlayQueue(1_000);
  const output = new Float32Array(128);
  queue.push(sound(10));
  queue.mark('a');
  queue.push(sound(1_000));
  queue.mark('b');
  queue.pull(output);
  expect(queue.clear()).toEqual(['a', 'b']);
  expect(queue.pull(output)).toEqual([]);
  expect(output.every((sample) => sample === 0)).toBe(true);
  // What comes afterwards is played as ever.
  queue.push(sound(128));
  queue.mark('c');
  for (let pulls = 0; pulls < 8; pulls++) expect(queue.pull(output)).toEqual([]);
  expect(queue.pull(output)).toEqual(['c']);
});
