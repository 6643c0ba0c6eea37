import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { speechOf, testBadDays, voiceNamed } from '../../../test/support/engines/badDays.ts';
import { openEngineServer } from '../../../test/support/engines/engineServer.ts';
import { openRealSpeech } from '../../../test/support/engines/realSpeech.ts';
import { LATENTS, openXttsApiServer, openXttsStreamingServer } from '../../../test/support/engines/xtts.ts';
import { voice as buzz } from '../../../test/support/signals.ts';
import type { CloneRequest } from '../../speech/contract.ts';
import { openXtts } from './xttsEngine.ts';

const real = openRealSpeech();
afterAll(() => real.close());

const samples: CloneRequest['samples'] = [8000, 24_000].map((sampleRateHz, index) => ({
  name: `sample ${index}`,
  bytes: Buffer.from('not used'),
  mediaType: 'audio/mpeg',
  samples: buzz(120, 4, sampleRateHz),
  sampleRateHz,
}));
const cloneRequest: CloneRequest = {
  name: 'Ann',
  samples,
  signal: new AbortController().signal,
  onProgress: () => undefined,
};

describe('xtts-api-server', async () => {
  const server = await openXttsApiServer(real);
  const engine = openXtts({ baseUrl: server.url });
  afterAll(async () => {
    await engine.close();
    await server.close();
  });
  beforeEach(() => {
    server.spoken.length = 0;
  });

  test('its speakers are voices of its languages, with the licence of the weights', async () => {
    expect(await engine.voices()).toMatchObject([
      {
        id: 'xtts:narrator',
        kind: 'local',
        languages: ['en', 'de', 'zh-CN'],
        licence: expect.stringContaining('not for commercial use'),
        capabilities: { settings: ['temperature', 'lengthPenalty', 'repetitionPenalty', 'topK', 'topP'] },
      },
    ]);
    expect(engine.cloning?.terms).toContain('non-commercial');
  });

  test('settings hold for everybody, so each text is spoken with its own, one at a time', async () => {
    const voice = await voiceNamed(engine, 'xtts:narrator');
    const temperatures = [0.1, 0.3, 0.5, 0.7, 0.9];
    await Promise.all(
      temperatures.map((temperature) =>
        engine.synthesize(
          speechOf(voice, `With ${temperature}.`, { settings: { temperature }, speed: 1.25 }),
        ),
      ),
    );
    expect(server.spoken).toHaveLength(5);
    for (const { text, settings } of server.spoken) {
      expect(settings).toMatchObject({
        temperature: Number(text.slice(5, -1)),
        speed: 1.25,
        top_k: 50,
        top_p: 0.85,
      });
    }
    expect(server.mostOpen).toBe(1);
    const { signal: _signal, ...request } = speechOf(voice, 'Hello.', {
      settings: { repetitionPenalty: 12 },
    });
    expect(() => engine.check(request)).toThrow(expect.objectContaining({ code: 'unsupported-parameter' }));
  });

  test('lines do not run into each other, names of files are no files, sentences are short enough', async () => {
    const voice = await voiceNamed(engine, 'xtts:narrator');
    await engine.synthesize(speechOf(voice, 'one\ntwo *three*'));
    expect(server.spoken[0]?.text).toBe('one two three');
    await engine.synthesize(speechOf(voice, 'passwords.TXT'));
    expect(server.spoken[1]?.text).toBe('passwords.TXT.');
    server.spoken.length = 0;
    await engine.synthesize(speechOf(voice, `${'many words of one sentence, '.repeat(40)}end.`));
    expect(Math.max(...server.spoken.map(({ text }) => text.length))).toBeLessThanOrEqual(250);
    expect(server.spoken.length).toBeLessThan(12);
    server.spoken.length = 0;
    await engine.synthesize(
      speechOf(voice, '今天天气很好我们去公园散步。'.repeat(20), {}, { language: 'zh-TW' }),
    );
    expect(Math.max(...server.spoken.map(({ text }) => text.length))).toBeLessThanOrEqual(82);
  });

  test('a language or a speaker that it does not have is refused, though it says 500', async () => {
    const voice = await voiceNamed(engine, 'xtts:narrator');
    await expect(engine.synthesize(speechOf(voice, 'Hei.', {}, { language: 'fi' }))).rejects.toMatchObject({
      code: 'engine-refused',
    });
    const gone = { ...voice, id: 'xtts:gone' };
    await expect(engine.synthesize(speechOf(gone, 'Hello.'))).rejects.toMatchObject({
      code: 'engine-refused',
    });
  });

  test('a voice is made of samples, speaks, and is removed; twice is no failure', async () => {
    const { reference, state } = await engine.cloning!.create(cloneRequest);
    expect(state).toBe('ready');
    const name = String(reference.speaker);
    expect(server.recordings.has(name)).toBe(true);
    const voice = { ...(await voiceNamed(engine, 'xtts:narrator')), id: 'custom:ann', clone: reference };
    const { samples: heard } = await engine.synthesize(speechOf(voice, 'Hello there.'));
    expect(heard.length).toBeGreaterThan(5000);
    const signal = new AbortController().signal;
    await engine.cloning!.remove(reference, signal);
    await engine.cloning!.remove(reference, signal);
    expect(server.recordings.has(name)).toBe(false);
  });

  test('one that takes no recordings says where to put them', async () => {
    const closed = await openXttsApiServer(real, { doors: false });
    const other = openXtts({ baseUrl: closed.url });
    await expect(other.cloning!.create(cloneRequest)).rejects.toMatchObject({
      code: 'engine-refused',
      message: expect.stringContaining('speakers'),
    });
    await other.close();
    await closed.close();
  });

  testBadDays({
    open: (patience) => openXtts({ baseUrl: server.url }, patience),
    server,
    real,
    voiceId: 'xtts:narrator',
    speaks: (path) => path === '/tts_to_audio/',
    codes: { broken: 'synthesis-failed' },
  });
});

describe('xtts-streaming-server', async () => {
  const server = await openXttsStreamingServer(real);
  const engine = openXtts({ baseUrl: server.url });
  afterAll(async () => {
    await engine.close();
    await server.close();
  });

  test('its speakers are sent as their latents, one stream at a time', async () => {
    const voice = await voiceNamed(engine, 'xtts:Claribel Dervla');
    expect(voice).toMatchObject({
      languages: ['en', 'de'],
      capabilities: { settings: [], speed: { support: 'processed' } },
    });
    await Promise.all(['One.', 'Two.', 'Three.'].map((text) => engine.synthesize(speechOf(voice, text))));
    const streams = server.asked.filter(({ path }) => path === '/tts_stream');
    expect(streams).toHaveLength(3);
    expect(streams[0]?.json).toMatchObject({ ...LATENTS, language: 'en', stream_chunk_size: '20' });
    expect(server.mostOpen).toBeLessThanOrEqual(2);
  });

  test('a header of length zero is no silence', async () => {
    const other = await openXttsStreamingServer(real, { header: true });
    const headed = openXtts({ baseUrl: other.url });
    const heard = await headed.synthesize(
      speechOf(await voiceNamed(headed, 'xtts:Claribel Dervla'), 'Hello there.'),
    );
    const plain = await engine.synthesize(
      speechOf(await voiceNamed(engine, 'xtts:Claribel Dervla'), 'Hello there.'),
    );
    expect(heard.samples).toEqual(plain.samples);
    for await (const _ of headed.stream!(
      speechOf(await voiceNamed(headed, 'xtts:Claribel Dervla'), 'Hello.'),
    ))
      break;
    await other.quiet();
    await headed.close();
    await other.close();
  });

  test('the latents of the samples are the voice', async () => {
    const { reference } = await engine.cloning!.create(cloneRequest);
    expect(reference).toEqual({ latents: LATENTS });
    const voice = {
      ...(await voiceNamed(engine, 'xtts:Claribel Dervla')),
      id: 'custom:ann',
      clone: reference,
    };
    expect((await engine.synthesize(speechOf(voice, 'Hello there.'))).samples.length).toBeGreaterThan(5000);
    await engine.cloning!.remove(reference, new AbortController().signal);
    const foreign = { ...voice, clone: { voiceId: 'of another engine' } };
    await expect(engine.synthesize(speechOf(foreign, 'Hello.'))).rejects.toMatchObject({
      code: 'engine-refused',
    });
  });

  testBadDays({
    open: (patience) => openXtts({ baseUrl: server.url }, patience),
    server,
    real,
    voiceId: 'xtts:Claribel Dervla',
    speaks: (path) => path === '/tts_stream',
    codes: { broken: 'synthesis-failed' },
  });
});

test('a server that is neither is said to be neither', async () => {
  const server = await openEngineServer({ answer: () => ({ body: { paths: { '/': {} } } }) });
  const engine = openXtts({ baseUrl: server.url });
  await expect(engine.voices()).rejects.toMatchObject({
    code: 'engine-unavailable',
    message: expect.stringContaining('XTTS_BASE_URL'),
  });
  await engine.close();
  await server.close();
});
