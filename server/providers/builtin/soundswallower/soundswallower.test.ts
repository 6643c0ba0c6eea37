import { afterAll, expect, test } from 'vitest';
import { SpeechParameters } from '../../../../shared/speech/parameters.ts';
import { openTestSpeech, TEST_USE } from '../../../../test/support/speech.ts';
import { openFlite } from '../flite/fliteEngine.ts';
import { openFlitePronouncer } from '../flite/flitePronouncer.ts';
import { openSoundSwallower } from './soundswallower.ts';

const recognizer = openSoundSwallower({ processes: 1, pronouncers: [openFlitePronouncer()] });
const speech = openTestSpeech([openFlite({ processes: 1 })]);
afterAll(() => Promise.all([recognizer.close(), speech.close()]));
const signal = new AbortController().signal;

async function say(text: string) {
  const { samples, sampleRateHz } = await speech.speak({
    text,
    language: 'en-US',
    voiceId: 'flite:slt',
    parameters: SpeechParameters.parse({}),
    workspaceId: 'test',
    use: TEST_USE,
    signal,
  });
  return { samples: Float32Array.from(samples, (sample) => sample / 32_768), sampleRateHz };
}
const follow = async (spoken: string, expected: string) => {
  const { samples, sampleRateHz } = await say(spoken);
  return recognizer.transcribe(samples, sampleRateHz, {
    language: 'en-US',
    expected: expected.split(' '),
    signal,
  });
};

const LINE = 'Thank you for calling Northwind Support. Your parcel arrives on Thursday.';

test('a text that was spoken as it stands has no departures, words of no dictionary included', async () => {
  const transcript = await follow(LINE, LINE);
  expect(transcript.departures).toEqual([]);
  expect(transcript.unknown).toEqual([]);
  expect(transcript.words.length).toBeGreaterThan(7);
});

test('what is left out and what is added is found, with its place', async () => {
  const shortened = await follow('Thank you for calling. Your parcel arrives on Thursday.', LINE);
  expect(shortened.departures).toEqual([expect.objectContaining({ from: 4, to: 6 })]);
  const longer = await follow(
    'Thank you for calling Northwind Support. Your lovely parcel arrives on Thursday.',
    LINE,
  );
  const [extra] = longer.departures!;
  expect(extra).toMatchObject({ kind: 'extra', from: 7 });
  expect(extra!.endMs - extra!.startMs).toBeGreaterThan(200);
});

test('one of several phrases is recognised, and what is none of them is not', async () => {
  const phrases = ['yes please', 'no thank you', 'talk to an agent', 'repeat that'];
  for (const said of ['talk to an agent', 'no thank you']) {
    const { samples, sampleRateHz } = await say(said);
    const { text } = await recognizer.transcribe(samples, sampleRateHz, { language: 'en', phrases, signal });
    expect(text).toBe(said);
  }
  const { samples, sampleRateHz } = await say('My cousin bought eleven yellow bicycles.');
  const other = await recognizer.transcribe(samples, sampleRateHz, { language: 'en', phrases, signal });
  expect(other.text).toBe('');
});

test('dictation and languages it does not know are refused', async () => {
  const silence = new Float32Array(16_000);
  await expect(recognizer.transcribe(silence, 16_000, { language: 'en', signal })).rejects.toMatchObject({
    code: 'unsupported-parameter',
  });
  await expect(
    recognizer.transcribe(silence, 16_000, { language: 'de', expected: ['hallo'], signal }),
  ).rejects.toMatchObject({ code: 'unsupported-parameter' });
});
