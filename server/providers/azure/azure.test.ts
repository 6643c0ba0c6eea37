import { afterAll, beforeEach, expect, test } from 'vitest';
import { AZURE_KEY, openAzureServer } from '../../../test/support/engines/azure.ts';
import { speechOf, testBadDays, voiceNamed } from '../../../test/support/engines/badDays.ts';
import { openRealSpeech } from '../../../test/support/engines/realSpeech.ts';
import { openAzure } from './azureEngine.ts';

const real = openRealSpeech();
const server = await openAzureServer(real);
const engine = openAzure({ apiKey: AZURE_KEY, baseUrl: server.url });
afterAll(async () => {
  await engine.close();
  await real.close();
  await server.close();
});
beforeEach(() => {
  server.asked.length = 0;
});
const ssml = () => server.asked.find(({ path }) => path.endsWith('/v1'))?.body.toString('utf8') ?? '';

test('lists voices with their languages, and those that are closed no more', async () => {
  expect(await engine.voices()).toMatchObject([
    {
      id: 'azure:en-US-JennyNeural',
      name: 'Jenny (en-US)',
      gender: 'female',
      capabilities: { tone: 'native' },
    },
    {
      languages: ['de-DE', 'en-US', 'fr-FR'],
      capabilities: { tone: 'processed', phonemes: ['ipa', 'x-sampa'] },
    },
    { id: 'azure:en-US-Ava:DragonHDLatestNeural', capabilities: { emphasis: 'none', phonemes: [] } },
  ]);
});

test('tones are styles where the voice has them, else speed and pitch; text is only text', async () => {
  const jenny = await voiceNamed(engine, 'azure:en-US-JennyNeural');
  const text =
    'Hello &lt;/voice&gt; &amp; <emphasis level="strong">you</emphasis> <say-as interpret-as="digits">42</say-as>.';
  await engine.synthesize(speechOf(jenny, text, { tone: 'friendly', speed: 1.25, pitch: -2 }));
  expect(ssml()).toContain('<voice name="en-US-JennyNeural">');
  expect(ssml()).toContain('<mstts:express-as style="friendly"><prosody rate="+25.00%" pitch="-10.91%">');
  expect(ssml()).toContain('&lt;/voice&gt; &amp; ');
  expect(ssml()).toMatch(
    /<prosody rate="-\d+\.\d\d%" pitch="\+\d+\.\d\d%" volume="\+\d+\.\d\d%">you<\/prosody>/,
  );
  expect(ssml()).toContain('<say-as interpret-as="digits">42</say-as>');
  server.asked.length = 0;
  await engine.synthesize(speechOf(jenny, 'Hello there.', { tone: 'serious' }));
  expect(ssml()).not.toContain('express-as');
  expect(ssml()).toContain('<prosody rate="-8.00%"');
});

test('a voice of several languages is told which one it reads', async () => {
  const voice = await voiceNamed(engine, 'azure:de-DE-SeraphinaMultilingualNeural');
  await engine.synthesize(speechOf(voice, 'Hello there.', {}, { language: 'en-US' }));
  expect(ssml()).toContain('xml:lang="de-DE"');
  expect(ssml()).toContain('<lang xml:lang="en-US">Hello there.</lang>');
});

test('a key without a region, or with one that is an address, is told what to set', async () => {
  for (const region of ['evil.example/#', undefined]) {
    const other = openAzure({ apiKey: 'k', ...(region ? { region } : {}) });
    await expect(other.voices()).rejects.toMatchObject({
      code: 'engine-unavailable',
      message: expect.stringContaining('westeurope'),
    });
    await other.close();
  }
});

testBadDays({
  open: (patience) => openAzure({ apiKey: AZURE_KEY, baseUrl: server.url }, patience),
  server,
  real,
  voiceId: 'azure:en-US-JennyNeural',
  speaks: (path) => path.endsWith('/v1'),
});
