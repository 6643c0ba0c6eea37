import { afterAll, beforeEach, expect, test } from 'vitest';
import { speechOf, testBadDays, voiceNamed } from '../../../test/support/engines/badDays.ts';
import { GOOGLE_KEY, openGoogleServer, wordsOf } from '../../../test/support/engines/google.ts';
import { openRealSpeech } from '../../../test/support/engines/realSpeech.ts';
import { openGoogle } from './googleEngine.ts';

const real = openRealSpeech();
const server = await openGoogleServer(real);
const engine = openGoogle({ apiKey: GOOGLE_KEY, baseUrl: server.url });
afterAll(async () => {
  await engine.close();
  await real.close();
  await server.close();
});
beforeEach(() => {
  server.asked.length = 0;
});
const spoken = () => server.asked.filter(({ path }) => path.includes('synthesize'));
const inputOf = (index = 0) => spoken()[index]?.json.input as { ssml?: string; text?: string };

test('lists voices with what their family can do, and none in whose place another variant stands', async () => {
  const voices = await engine.voices();
  expect(voices.map(({ id }) => id)).toEqual([
    'google:en-US-Neural2-C',
    'google:en-US-Chirp3-HD-Kore',
    'google:en-GB-Studio-B',
    'google:de-DE-Standard-A',
  ]);
  expect(voices[0]).toMatchObject({
    name: 'Neural2 C (en-US)',
    gender: 'female',
    capabilities: { wordTimings: true },
  });
  expect(voices[2]?.capabilities).toMatchObject({ emphasis: 'none', wordTimings: false });
});

test('markup is SSML, speed and pitch are Google’s own, and what only looks like markup is text', async () => {
  const voice = await voiceNamed(engine, 'google:en-US-Neural2-C');
  const text =
    'Say <emphasis level="strong">never</emphasis> &lt;break time="9s"/&gt; &amp; ' +
    '<say-as interpret-as="digits">42</say-as> <phoneme alphabet="ipa" ph="a&quot;/&gt;">word</phoneme>.';
  await engine.synthesize(speechOf(voice, text, { speed: 1.5, pitch: 3 }));
  const { ssml = '' } = inputOf();
  expect(ssml).toMatch(/^<speak>.*<emphasis level="strong">never<\/emphasis>.*<\/speak>$/);
  expect(ssml).toContain('&lt;break');
  expect(ssml).toContain('<say-as interpret-as="characters">42</say-as>');
  expect(ssml).toContain('<phoneme alphabet="ipa" ph="a&quot;/&gt;">word</phoneme>');
  expect(spoken()[0]?.json).toMatchObject({
    voice: { name: 'en-US-Neural2-C', languageCode: 'en-US' },
    audioConfig: { audioEncoding: 'LINEAR16', speakingRate: 1.5, pitch: 3 },
  });
  // The key is in no address.
  expect([...(spoken()[0]?.query.keys() ?? [])]).toEqual([]);
});

test('words are heard when Google’s marks say, and lie where they were written', async () => {
  const voice = await voiceNamed(engine, 'google:en-US-Neural2-C');
  const text = 'The quick brown fox, jumps over the lazy dog!';
  const { words } = await engine.synthesize(speechOf(voice, text));
  expect(words.map(({ charStart, charEnd }) => text.slice(charStart, charEnd))).toEqual(text.split(' '));
  const truth = (await real.speak(text, 24_000)).words;
  const shift = truth[0]!.startMs - words[0]!.startMs;
  for (const [index, word] of words.entries())
    expect(Math.abs(word.startMs + shift - truth[index]!.startMs)).toBeLessThan(20);
});

test('no request is longer than 5000 bytes, however many bytes a letter has, and no word is lost', async () => {
  const voice = await voiceNamed(engine, 'google:de-DE-Standard-A');
  const text = 'Größe ähnelt Übermut, öfter süß als bös. '.repeat(120).trim();
  await engine.synthesize(speechOf(voice, text));
  const sent = spoken().map((_, index) => inputOf(index).ssml ?? '');
  expect(Math.max(...sent.map((ssml) => Buffer.byteLength(ssml)))).toBeLessThanOrEqual(5000);
  // Two are under way at once, and reach the server in either order.
  expect(sent.flatMap((ssml) => wordsOf(ssml).split(' ')).sort()).toEqual(text.split(' ').sort());
});

test('a voice without SSML is sent plain text, and refuses what it would ignore', async () => {
  const voice = await voiceNamed(engine, 'google:en-US-Chirp3-HD-Kore');
  await engine.synthesize(
    speechOf(voice, 'Take <say-as interpret-as="cardinal">21</say-as> & go.'.replace('&', '&amp;')),
  );
  expect(inputOf()).toEqual({ text: 'Take twenty one & go.' });
  const { signal: _signal, ...request } = speechOf(voice, 'Say <emphasis>it</emphasis>.');
  expect(() => engine.check(request)).toThrow(expect.objectContaining({ code: 'unsupported-markup' }));
});

test('a key that Google does not know, and an API that is not enabled, say what to do', async () => {
  const other = openGoogle({ apiKey: 'another', baseUrl: server.url });
  await expect(other.voices()).rejects.toMatchObject({ code: 'engine-rejected-key' });
  await other.close();
});

testBadDays({
  open: (patience) => openGoogle({ apiKey: GOOGLE_KEY, baseUrl: server.url }, patience),
  server,
  real,
  voiceId: 'google:en-US-Neural2-C',
  speaks: (path) => path.includes('synthesize'),
});
