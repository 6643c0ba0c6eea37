import { afterAll, expect, test } from 'vitest';
import { SpeechParameters } from '../../../../shared/speech/parameters.ts';
import { noise } from '../../../../test/support/signals.ts';
import { openTestSpeech, TEST_USE } from '../../../../test/support/speech.ts';
import { resample } from '../../../audio/resample.ts';
import { openFlite } from '../flite/fliteEngine.ts';
import { hearAnew, makeDecoder } from './decoder.ts';
import { type Register, RegisterFinder, registerIn } from './register.ts';
import { RECOGNIZER_RATE_HZ } from './settings.ts';

const speech = openTestSpeech([openFlite({ processes: 1 })]);
afterAll(() => speech.close());

/** What somebody says behind half a second of silence, in the telephone's band. */
async function said(text: string, voiceId: string): Promise<Float32Array> {
  const { samples, sampleRateHz } = await speech.speak({
    text,
    language: 'en-US',
    voiceId,
    parameters: SpeechParameters.parse({}),
    workspaceId: 'test',
    use: TEST_USE,
    signal: new AbortController().signal,
  });
  const sound = Float32Array.from(samples, (sample) => sample / 32_768);
  const telephone = resample(resample(sound, sampleRateHz, 8_000), 8_000, RECOGNIZER_RATE_HZ);
  const all = new Float32Array(telephone.length + RECOGNIZER_RATE_HZ / 2);
  all.set(telephone, RECOGNIZER_RATE_HZ / 2);
  return all;
}

test.each([
  ['flite:slt', 'high'],
  ['flite:rms', 'low'],
  ['flite:awb', 'low'],
  ['flite:kal16', 'low'],
])('%s speaks %s, by the first syllables and by all of it', async (voiceId, register) => {
  for (const text of ['Where is my order?', 'Yes, please.', 'I need an appointment on Friday at nine.']) {
    const sound = await said(text, voiceId);
    expect(registerIn(sound)).toBe(register);
    const finder = new RegisterFinder();
    const step = RECOGNIZER_RATE_HZ / 10;
    let found = null;
    let at = 0;
    for (; !found && at < sound.length; at += step) found = finder.hear(sound.subarray(at, at + step));
    expect(found ?? finder.known()).toBe(register);
    // Half a second of it is silence: nobody waits for the end of a sentence.
    expect(at).toBeLessThanOrEqual(RECOGNIZER_RATE_HZ);
  }
});

test('silence and noise are low, and waited for no longer than a breath', () => {
  expect(registerIn(new Float32Array(RECOGNIZER_RATE_HZ))).toBe('low');
  expect(registerIn(noise(RECOGNIZER_RATE_HZ).map((value) => value * 0.1))).toBe('low');
  expect(new RegisterFinder().hear(new Float32Array(2 * RECOGNIZER_RATE_HZ))).toBe('low');
});

test('a decoder hears each caller by their own register, whoever it heard before', async () => {
  const decoder = await makeDecoder('en', 'grammar', 'low');
  const sound = await said('Where is my order?', 'flite:slt');
  const heard = async (register: Register) => {
    await hearAnew(decoder, register);
    const { data } = decoder.spectrogram(sound);
    return Array.from(data as Float32Array);
  };
  const [high, low, highAgain] = [await heard('high'), await heard('low'), await heard('high')];
  // Another one is made meanwhile: what the library knows of warping is shared by all.
  await makeDecoder('en', 'follow', 'low');
  expect(highAgain).toEqual(high);
  expect(await heard('high')).toEqual(high);
  expect(low).not.toEqual(high);
});
