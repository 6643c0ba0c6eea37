import { afterAll, expect, test } from 'vitest';
import { SpeechParameters } from '../../../shared/speech/parameters.ts';
import { openEngineServer } from '../../../test/support/engines/engineServer.ts';
import { openRealSpeech, unevenPieces } from '../../../test/support/engines/realSpeech.ts';
import { testRoutedBadDays } from '../../../test/support/engines/routedBadDays.ts';
import { readText } from '../../speech/readText.ts';
import { LOCAL_SPEECH } from './localEngine.ts';

const real = openRealSpeech();
const refused = { status: 404, body: { detail: 'SECRET Not Found' } };

/** A server of the dialect; `lists` are its answers by path. */
function openServer(lists: Record<string, object>, rateHz = 22_050) {
  return openEngineServer({
    base: '/v1',
    async answer({ method, path, json, wrongRate }) {
      if (method === 'GET') return lists[path] ? { body: lists[path] } : refused;
      const file = await real.wav(String(json.input), wrongRate ? 48_000 : rateHz);
      // As servers do that stream: they do not know the length yet.
      file.writeUInt32LE(0xffff_ffff, 40);
      return { headers: { 'content-type': 'audio/wav' }, body: unevenPieces(file) };
    },
  });
}
const server = await openServer({ '/audio/voices': { voices: ['af_bella', 'bm_lewis'] } });
const engine = LOCAL_SPEECH.open!({ baseUrl: server.url });
afterAll(async () => {
  await engine.close();
  await real.close();
  await server.close();
});

test.each<[string, Record<string, object>, object[]]>([
  [
    'names alone (Kokoro-FastAPI)',
    { '/audio/voices': { voices: ['af_bella', 'bm_lewis'] } },
    [
      { id: 'local-speech:af_bella', languages: ['en-US'], gender: 'female' },
      { id: 'local-speech:bm_lewis', languages: ['en-GB'], gender: 'male' },
    ],
  ],
  [
    'objects',
    {
      '/audio/voices': {
        voices: [{ voice_id: 'v1', name: 'Vivian', language: 'multilingual', gender: 'Female' }],
      },
    },
    [
      {
        id: 'local-speech:v1',
        name: 'Vivian',
        gender: 'female',
        languages: expect.arrayContaining(['en', 'de']),
      },
    ],
  ],
  [
    'a list as OpenAI writes them',
    { '/audio/voices': { object: 'list', data: [{ id: 'x', object: 'voice', language: 'de_DE' }] } },
    [{ id: 'local-speech:x', languages: ['de-DE'] }],
  ],
  [
    'a bare list by model (Speaches, older)',
    { '/audio/speech/voices': [{ voice_id: 'af_sky', model_id: 'hexgrad/Kokoro-82M', sample_rate: 24_000 }] },
    [{ id: 'local-speech:hexgrad/Kokoro-82M#af_sky', languages: ['en-US'] }],
  ],
  [
    'voices within models (Speaches)',
    {
      '/models': {
        object: 'list',
        data: [
          { id: 'whisper', task: 'transcription' },
          { id: 'piper', voices: [{ name: 'amy', language: 'en-US' }] },
        ],
      },
    },
    [{ id: 'local-speech:piper#amy', name: 'amy', languages: ['en-US'] }],
  ],
  [
    'nothing (openedai-speech)',
    { '/models': { object: 'list', data: [{ id: 'tts-1' }] } },
    ['alloy', 'echo', 'fable', 'onyx', 'nova', 'shimmer'].map((id) => ({ id: `local-speech:${id}` })),
  ],
])('voices of a server that lists %s', async (_, lists, voices) => {
  const other = await openServer(lists);
  const opened = LOCAL_SPEECH.open!({ baseUrl: other.url });
  expect(await opened.voices()).toMatchObject(voices);
  await opened.close();
  await other.close();
});

test.each([22_050, 48_000])(
  'speaks whatever rate the server has (%i Hz), with the model of the voice',
  async (rateHz) => {
    const other = await openServer({ '/models': { data: [{ id: 'm', voices: ['amy'] }] } }, rateHz);
    const opened = LOCAL_SPEECH.open!({ baseUrl: other.url, apiKey: 'local-key' });
    const [voice] = await opened.voices();
    const { samples, sampleRateHz } = await opened.synthesize({
      document: readText('Good morning to you.', 'en-US'),
      voice: voice!,
      parameters: SpeechParameters.parse({}),
      signal: new AbortController().signal,
    });
    expect(sampleRateHz).toBe(24_000);
    expect(samples.length / sampleRateHz).toBeGreaterThan(0.8);
    expect(samples.length / sampleRateHz).toBeLessThan(2);
    expect(other.asked.at(-1)).toMatchObject({
      headers: { authorization: 'Bearer local-key' },
      json: { model: 'm', voice: 'amy', input: 'Good morning to you.', response_format: 'wav' },
    });
    await opened.close();
    await other.close();
  },
);

testRoutedBadDays({
  kind: LOCAL_SPEECH,
  settings: { baseUrl: server.url },
  server,
  voiceId: 'local-speech:af_bella',
  speaking: (path) => path === '/audio/speech',
});
