import { afterAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import {
  type EngineServer,
  type Misbehaviour,
  openEngineServer,
} from '../../../test/support/engines/engineServer.ts';
import { askEngine, type EngineRequest, readBytes, readJson } from './askEngine.ts';

const server = await openEngineServer({
  answer: () => ({
    headers: { 'content-type': 'audio/wav; x=1' },
    body: ['ab', 'cd', 'ef'].map((s) => s.repeat(500)),
  }),
});
afterAll(() => server.close());
beforeEach(() => server.behave(null));

const ask = (options: Partial<EngineRequest> = {}) =>
  askEngine({
    engine: 'Acme',
    url: `${server.url}/speak?key=hidden`,
    headers: { authorization: 'Bearer SECRET' },
    body: { text: 'hello' },
    accepts: /^audio\//,
    limits: { firstByteMs: 1500, idleMs: 1500, totalMs: 8000, maxBytes: 1_000_000 },
    signal: new AbortController().signal,
    ...options,
  });

test('gives the body as it arrives, also slowly', async () => {
  server.behave('slow');
  const answer = await ask();
  expect(answer.mediaType).toBe('audio/wav');
  expect((await readBytes(answer)).length).toBe(3000);
  expect(server.asked.at(-1)).toMatchObject({ json: { text: 'hello' }, method: 'POST' });
  await server.quiet();
});

test.each<[Misbehaviour, object]>([
  ['silent', { code: 'timeout' }],
  ['stalling', { code: 'timeout' }],
  ['cut', { code: 'synthesis-failed' }],
  ['html', { code: 'synthesis-failed' }],
  ['endless', { code: 'synthesis-failed' }],
  ['busy', { code: 'engine-busy', retryAfterSeconds: undefined }],
  ['busy-seconds', { code: 'engine-busy', retryAfterSeconds: 7 }],
  ['unauthorized', { code: 'engine-rejected-key' }],
  ['quota', { code: 'engine-quota' }],
  ['refusing', { code: 'engine-refused', retryable: false }],
  ['broken', { code: 'engine-unavailable' }],
])(
  'a %s engine is a failure with its code, tells nothing of the engine, and leaves nothing open',
  async (bad, problem) => {
    server.behave(bad);
    const failure = await ask()
      .then(readBytes)
      .catch((error: unknown) => error);
    expect(failure).toMatchObject(problem);
    expect(String(failure)).not.toMatch(/SECRET|hidden|127\.0\.0\.1/);
    expect((failure as Error).cause).toBeUndefined();
    await server.quiet();
  },
);

test('a date to come back is told in seconds', async () => {
  server.behave('busy-date');
  const failure = await ask().catch((error: unknown) => error);
  expect((failure as { retryAfterSeconds: number }).retryAfterSeconds).toBeGreaterThanOrEqual(8);
  expect((failure as { retryAfterSeconds: number }).retryAfterSeconds).toBeLessThanOrEqual(10);
});

test('an engine may read its own failures first', async () => {
  server.behave('refusing');
  const { ProblemError } = await import('../../problem.ts');
  const translate: EngineRequest['translate'] = ({ status, body }) =>
    status === 422 && body.includes('SECRET text') ? new ProblemError('engine-quota', 'Enough.') : undefined;
  await expect(ask({ translate })).rejects.toMatchObject({ code: 'engine-quota' });
});

test('aborting and leaving really close the connection', async () => {
  server.behave('stalling');
  const controller = new AbortController();
  const answer = await ask({ signal: controller.signal });
  const reading = readBytes(answer);
  expect(server.open).toBe(1);
  controller.abort(new Error('enough'));
  await expect(reading).rejects.toThrow('enough');
  await server.quiet();
  const left = await ask();
  for await (const _ of left.chunks) break;
  await server.quiet();
  server.behave('silent');
  const waiting = new AbortController();
  const asking = ask({ signal: waiting.signal });
  waiting.abort(new Error('enough'));
  await expect(asking).rejects.toThrow('enough');
  await server.quiet();
});

test('JSON of another shape, or none, is no answer', async () => {
  const json = await openEngineServer({ answer: () => ({ body: { voices: [1] } }) });
  const options = { url: json.url, accepts: /json/ };
  const read = async (schema: z.ZodType) => readJson('Acme', await ask(options), schema);
  expect(await read(z.object({ voices: z.array(z.number()) }))).toEqual({ voices: [1] });
  await expect(read(z.object({ names: z.string() }))).rejects.toMatchObject({ code: 'synthesis-failed' });
  json.behave('cut');
  await expect(read(z.unknown())).rejects.toMatchObject({ code: 'synthesis-failed' });
  await json.close();
});

test('an engine that is not there, moved, or has an impossible key', async () => {
  const gone: EngineServer = await openEngineServer({ answer: () => ({ body: '' }) });
  await gone.close();
  await expect(ask({ url: gone.url })).rejects.toMatchObject({
    code: 'engine-unavailable',
    message: expect.stringContaining('offline'),
  });
  const moved = await openEngineServer({
    answer: () => ({ status: 302, headers: { location: server.url }, body: '' }),
  });
  const before = server.asked.length;
  await expect(ask({ url: moved.url })).rejects.toMatchObject({ code: 'engine-unavailable' });
  expect(server.asked.length).toBe(before);
  await moved.close();
  const failure = await ask({ headers: { authorization: 'Bearer SECRET\nX' } }).catch((e: unknown) => e);
  expect(failure).toMatchObject({ code: 'engine-rejected-key' });
  expect(String(failure)).not.toContain('SECRET');
});
