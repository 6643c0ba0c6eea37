import { createHash } from 'node:crypto';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { afterAll, expect, test, vi } from 'vitest';
import { voice } from '../../../test/support/signals.ts';
import { encodeAudio } from './encode.ts';
import { masterSpeech } from './masterSpeech.ts';
import { openAudioPool } from './pool.ts';

// Threads start in the tests, which takes a while where other suites run beside them.
vi.setConfig({ testTimeout: 60_000 });

const pool = openAudioPool({ threads: 2 });
afterAll(() => pool.close());

const raw = (seconds: number) => ({
  samples: voice(120, seconds, 16000),
  sampleRateHz: 16000,
  words: [{ text: 'hello', startMs: 120, endMs: 480, charStart: 0, charEnd: 5 }],
});

test('a thread makes the same master and the same bytes as this thread, and takes the samples over', async () => {
  const given = raw(3);
  const expected = masterSpeech(raw(3), { loudnessLufs: -16 });
  const master = await pool.master([given], { loudnessLufs: -16 });
  expect(master).toEqual(expected);
  expect(given.samples.length).toBe(0);
  for (const format of ['wav', 'mp3', 'opus', 'flac', 'pcm'] as const) {
    const { bytes, sha256 } = await pool.encode(master.samples, 24000, format);
    expect(sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
    expect(bytes).toBeInstanceOf(Buffer);
    expect(Buffer.compare(bytes, await encodeAudio(expected.samples, 24000, format))).toBe(0);
  }
  expect(master.samples.length).toBe(72000);
});

test('pieces are joined by the thread, which takes them all over', async () => {
  const pieces = [raw(1), raw(2)];
  const samples = new Float32Array([...pieces[0]!.samples, ...pieces[1]!.samples]);
  const words = pieces.flatMap((piece, n) =>
    piece.words.map((word) => ({ ...word, startMs: word.startMs + n * 1000, endMs: word.endMs + n * 1000 })),
  );
  const master = await pool.master(pieces, { loudnessLufs: -16 });
  expect(master).toEqual(masterSpeech({ samples, sampleRateHz: 16000, words }, { loudnessLufs: -16 }));
  expect(pieces.map((piece) => piece.samples.length)).toEqual([0, 0]);
});

test('a view into a bigger buffer is mastered without taking the whole', async () => {
  const whole = raw(2).samples;
  const part = whole.subarray(8000, 24000);
  const master = await pool.master([{ samples: part, sampleRateHz: 16000, words: [] }], {
    loudnessLufs: -16,
  });
  expect(master.durationMs).toBe(1000);
  expect(whole.length).toBe(32000);
});

test('five minutes are mastered and encoded while this thread stays free', async () => {
  const phrase = raw(10).samples;
  const samples = new Float32Array(30 * phrase.length);
  for (let at = 0; at < samples.length; at += phrase.length) samples.set(phrase, at);
  await pool.master([raw(0.1)], { loudnessLufs: -16 });
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const startedAt = performance.now();
  const master = await pool.master([{ samples, sampleRateHz: 16000, words: [] }], { loudnessLufs: -16 });
  await pool.encode(master.samples, 24000, 'mp3');
  const elapsedMs = performance.now() - startedAt;
  delay.disable();
  expect(master.durationMs).toBe(300_000);
  // On this thread, mastering and encoding would each block for about half of the time. A busy machine slows both alike.
  expect(delay.max / 1e6).toBeLessThan(elapsedMs / 5);
  expect(delay.percentile(50) / 1e6).toBeLessThan(elapsedMs / 50);
});

test('aborting ends the work with the reason given, and the pool goes on', async () => {
  const controller = new AbortController();
  const reason = new Error('no longer wanted');
  const mastering = pool.master([raw(60)], { loudnessLufs: -16 }, controller.signal);
  controller.abort(reason);
  await expect(mastering).rejects.toBe(reason);
  await expect(pool.encode(new Int16Array(10), 24000, 'wav', AbortSignal.abort(reason))).rejects.toBe(reason);
  expect((await pool.encode(new Int16Array(10), 24000, 'wav')).bytes.length).toBe(64);
});
