import { afterAll, expect, test } from 'vitest';
import type { CheckName } from '../../../shared/api/studio.ts';
import { parseMarkup } from '../../../shared/markup/parse.ts';
import { SpeechParameters } from '../../../shared/speech/parameters.ts';
import { noise } from '../../../test/support/signals.ts';
import { openTestSpeech, TEST_USE } from '../../../test/support/speech.ts';
import { int16ToFloat } from '../../audio/pcm16.ts';
import { openFlite } from '../../providers/builtin/flite/fliteEngine.ts';
import { openSilero } from '../../providers/builtin/silero/silero.ts';
import { checkAudio } from './checkAudio.ts';

const TEXT = 'Thank you for calling. Your parcel arrives on Thursday.';
const RATE_HZ = 24_000;
const parameters = SpeechParameters.parse({});
const signal = new AbortController().signal;
const voiceActivity = openSilero();
const speech = openTestSpeech([openFlite({ processes: 1 })]);
const spoken = speech
  .speak({
    text: TEXT,
    language: 'en-US',
    voiceId: 'flite:slt',
    parameters,
    workspaceId: 'test',
    use: TEST_USE,
    signal,
  })
  .then(({ samples }) => int16ToFloat(samples));
afterAll(() => Promise.all([voiceActivity.close(), speech.close()]));

/** The checks of a sound by name; nobody here understands words. */
async function check(samples: Float32Array) {
  const items = await checkAudio(
    { recognizers: [], voiceActivity },
    {
      samples,
      sampleRateHz: RATE_HZ,
      document: parseMarkup(TEXT, 'en-US'),
      language: 'en-US',
      parameters,
      words: [],
    },
    { signal, lastTry: true },
  );
  const byName = new Map(items.map((item) => [item.name, item]));
  return (name: CheckName) => byName.get(name)!;
}

function joined(...parts: Float32Array[]): Float32Array {
  return Float32Array.from(parts.flatMap((part) => [...part]));
}

test('sound as it should be passes; words that nobody can understand are not checked', async () => {
  const found = await check(await spoken);
  for (const name of ['clipping', 'silence', 'loudness', 'tail', 'duration'] as const)
    expect(found(name)).toMatchObject({ state: 'passed', places: [] });
  expect(found('words').state).toBe('not-checked');
});

test('cut peaks, long silences, wrong loudness and wrong length are told with their places', async () => {
  const sound = await spoken;
  const loud = await check(sound.map((sample) => Math.max(-1, Math.min(1, sample * 6))));
  expect(loud('clipping').state).toBe('failed');
  expect(loud('clipping').places.length).toBeGreaterThan(0);
  expect(loud('loudness').state).toBe('failed');

  const late = await check(joined(new Float32Array(RATE_HZ), sound));
  expect(late('silence')).toMatchObject({ state: 'warning', places: [{ startMs: 0 }] });
  expect(late('silence').places[0]!.endMs).toBeGreaterThan(950);

  const four = await check(joined(sound, sound, sound, sound));
  expect(four('duration').state).toBe('failed');
});

test('a cut end, an end that runs on and no sound at all are told', async () => {
  const sound = await spoken;
  let loudest = 0;
  for (const [index, sample] of sound.entries())
    if (Math.abs(sample) > Math.abs(sound[loudest]!)) loudest = index;
  expect((await check(sound.slice(0, loudest)))('tail')).toMatchObject({
    state: 'failed',
    places: [{ label: 'Cut off' }],
  });
  const hum = noise(2 * RATE_HZ).map((value, index) => value * 0.02 * (1 - index / (2 * RATE_HZ)));
  expect((await check(joined(sound, hum)))('tail')).toMatchObject({
    state: 'warning',
    places: [{ label: 'Runs on' }],
  });
  const silent = await check(new Float32Array(RATE_HZ));
  for (const name of ['silence', 'loudness', 'tail'] as const) expect(silent(name).state).toBe('failed');
});
