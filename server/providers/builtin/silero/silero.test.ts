import { afterAll, expect, test } from 'vitest';
import { SpeechParameters } from '../../../../shared/speech/parameters.ts';
import { noise } from '../../../../test/support/signals.ts';
import { openTestSpeech, TEST_USE } from '../../../../test/support/speech.ts';
import { openFlite } from '../flite/fliteEngine.ts';
import { openSilero } from './silero.ts';

const silero = openSilero();
const speech = openTestSpeech([openFlite({ processes: 1 })]);
afterAll(() => Promise.all([silero.close(), speech.close()]));
const signal = new AbortController().signal;

test('speech between silences is found where it is, and only there', async () => {
  const rateHz = 24_000;
  const { samples } = await speech.speak({
    text: 'Thank you for calling.',
    language: 'en-US',
    voiceId: 'flite:slt',
    parameters: SpeechParameters.parse({}),
    workspaceId: 'test',
    use: TEST_USE,
    signal,
  });
  const recording = new Float32Array(rateHz * 4);
  recording.set(
    Float32Array.from(samples, (sample) => sample / 32_768),
    rateHz,
  );
  const spans = await silero.speechSpans(recording, rateHz, { signal });
  const lengthMs = samples.length / 24;
  expect(spans.length).toBeGreaterThan(0);
  expect(Math.abs(spans[0]!.startMs - 1000)).toBeLessThan(200);
  expect(Math.abs(spans.at(-1)!.endMs - 1000 - lengthMs)).toBeLessThan(300);
});

test('noise, silence and nothing are not speech', async () => {
  const quiet = noise(48_000).map((value) => value * 0.05);
  expect(await silero.speechSpans(quiet, 16_000, { signal })).toEqual([]);
  expect(await silero.speechSpans(new Float32Array(16_000), 16_000, { signal })).toEqual([]);
  expect(await silero.speechSpans(new Float32Array(0), 16_000, { signal })).toEqual([]);
});

test('a long recording is judged as its parts are', async () => {
  const spoken = await speech.speak({
    text: 'This is a sentence. And here is another one, after a pause.',
    language: 'en-US',
    voiceId: 'flite:slt',
    parameters: SpeechParameters.parse({}),
    workspaceId: 'test',
    use: TEST_USE,
    signal,
  });
  const once = { ...spoken, samples: Float32Array.from(spoken.samples, (sample) => sample / 32_768) };
  const gap = new Float32Array(once.sampleRateHz);
  const samples = Float32Array.from(Array.from({ length: 8 }, () => [...once.samples, ...gap]).flat());
  const [alone, many] = await Promise.all([
    silero.speechSpans(once.samples, once.sampleRateHz, { signal }),
    silero.speechSpans(samples, once.sampleRateHz, { signal }),
  ]);
  const lengthMs = ((once.samples.length + gap.length) * 1000) / once.sampleRateHz;
  const expected = Array.from({ length: 8 }, (_, n) =>
    alone.map(({ startMs, endMs }) => ({ startMs: startMs + n * lengthMs, endMs: endMs + n * lengthMs })),
  ).flat();
  expect(many.length).toBe(expected.length);
  for (const [index, span] of many.entries()) {
    expect(Math.abs(span.startMs - expected[index]!.startMs)).toBeLessThan(100);
    expect(Math.abs(span.endMs - expected[index]!.endMs)).toBeLessThan(100);
  }
});
