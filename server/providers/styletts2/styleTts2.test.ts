import { afterAll, expect, test } from 'vitest';
import { speechOf, testBadDays, voiceNamed } from '../../../test/support/engines/badDays.ts';
import { openRealSpeech } from '../../../test/support/engines/realSpeech.ts';
import { openStyleTts2Server } from '../../../test/support/engines/styleTts2.ts';
import { voice as buzz } from '../../../test/support/signals.ts';
import { openStyleTts2 } from './styleTts2Engine.ts';

const real = openRealSpeech();
const server = await openStyleTts2Server(real);
const engine = openStyleTts2({ baseUrl: server.url });
afterAll(async () => {
  await engine.close();
  await real.close();
  await server.close();
});

test('speaks in its own voice, a few sentences at a time', async () => {
  const voice = await voiceNamed(engine, 'styletts2:default');
  expect(voice.licence).toContain('permission of the speaker');
  await engine.synthesize(speechOf(voice, 'This is one of very many sentences of a text. '.repeat(20)));
  const texts = server.asked.flatMap(({ path, json }) => (path === '/generate' ? [String(json.text)] : []));
  expect(Math.max(...texts.map(({ length }) => length))).toBeLessThanOrEqual(250);
  expect(texts.length).toBeGreaterThan(2);
  expect(server.mostOpen).toBe(1);
});

test('the recording is the voice, and goes with every request', async () => {
  const { reference, state } = await engine.cloning!.create({
    name: 'Ann',
    samples: [
      {
        name: 'a',
        bytes: Buffer.alloc(0),
        mediaType: 'audio/wav',
        samples: buzz(110, 20, 16_000),
        sampleRateHz: 16_000,
      },
    ],
    signal: new AbortController().signal,
    onProgress: () => undefined,
  });
  expect(state).toBe('ready');
  const voice = { ...(await voiceNamed(engine, 'styletts2:default')), id: 'custom:ann', clone: reference };
  await engine.synthesize(speechOf(voice, 'Hello there.'));
  const sent = Buffer.from(String(server.asked.at(-1)?.json.voice), 'base64');
  // Ten seconds at 24 kHz.
  expect(sent.length).toBe(44 + 2 * 240_000);
  expect(engine.cloning?.terms).toContain('permission');
});

testBadDays({
  open: (patience) => openStyleTts2({ baseUrl: server.url }, patience),
  server,
  real,
  voiceId: 'styletts2:default',
  speaks: (path) => path === '/generate',
});
