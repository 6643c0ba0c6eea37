import { Readable, Writable } from 'node:stream';
import fastify from 'fastify';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { contract } from '../../shared/api/contract.ts';
import { route } from '../../shared/api/route.ts';
import { ProcessFields, speechApiRoutes } from '../../shared/api/speechApi.ts';
import { studioRoutes } from '../../shared/api/studio.ts';
import { describeApi } from './openapi/document.ts';
import { handleProblems } from './problems.ts';
import { readBodies } from './readBodies.ts';
import { serve } from './serve.ts';
import { readForm, takeUploads } from './uploads.ts';

test('a handler that sent its reply itself, at once or as a stream, is not answered for again', async () => {
  const lines: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  const app = fastify({ logger: { level: 'warn', stream } });
  await describeApi(app);
  serve(app, studioRoutes.getVersionAudio, async ({ query, reply }) =>
    reply.type('audio/wav').send(query.format === 'mp3' ? Readable.from(['RI', 'FF']) : Buffer.from('RIFF')),
  );
  const url = `/api/v1/versions/${crypto.randomUUID()}/audio`;
  expect((await app.inject(url)).body).toBe('RIFF');
  expect((await app.inject(`${url}?format=mp3`)).body).toBe('RIFF');
  await app.close();
  expect(lines).toEqual([]);
});

const order = route({
  method: 'POST',
  path: '/api/v1/orders',
  tag: 'Test',
  access: 'public',
  status: 200,
  summary: 'Order',
  body: z.object({
    count: z.number().default(1),
    lines: z.array(z.object({ to: z.object({ street: z.string() }).nullable().optional() })).optional(),
    byName: z.record(z.string(), z.object({ size: z.number() })).optional(),
    how: z
      .discriminatedUnion('kind', [
        z.object({ kind: z.literal('post') }),
        z.object({ kind: z.literal('car') }),
      ])
      .optional(),
    options: z
      .object({ gift: z.boolean() })
      .refine(({ gift }) => gift, { error: 'must be a gift' })
      .prefault({ gift: true }),
  }),
  reply: z.object({ body: z.unknown() }),
});

async function orderApp() {
  const app = fastify();
  handleProblems(app);
  readBodies(app);
  await describeApi(app);
  serve(app, order, async ({ body }) => ({ body }));
  serve(app, studioRoutes.cancelVersion, async ({ reply }) => reply.send());
  return app;
}

test.each([
  [{ cuont: 2, colour: 'red' }, ['cuont', 'colour']],
  [{ lines: [{ to: null }, { to: { street: 'A', city: 'B' } }] }, ['lines.1.to.city']],
  [{ byName: { anything: { size: 1, weight: 2 } } }, ['byName.anything.weight']],
  [{ how: { kind: 'car', wheels: 4 } }, ['how.wheels']],
  [{ options: { gift: true, ribbon: true } }, ['options.ribbon']],
])('fields that a body does not have are refused by their names: %j', async (payload, fields) => {
  const app = await orderApp();
  const answer = await app.inject({ method: 'POST', url: '/api/v1/orders', payload });
  expect(answer.statusCode).toBe(422);
  expect(answer.json().code).toBe('validation-failed');
  expect(answer.json().errors.map(({ field }: { field: string }) => field)).toEqual(fields);
  await app.close();
});

test('what a body has is read as before, its defaults and rules included', async () => {
  const app = await orderApp();
  const send = (payload: object) => app.inject({ method: 'POST', url: '/api/v1/orders', payload });
  const body = { lines: [{ to: { street: 'A' } }], byName: { x: { size: 1 } }, how: { kind: 'post' } };
  expect((await send(body)).json().body).toEqual({ count: 1, options: { gift: true }, ...body });
  expect((await send({ options: { gift: false } })).json().errors).toEqual([
    { field: 'options', message: 'must be a gift' },
  ]);
  await app.close();
});

test('a route that takes no body refuses fields, and takes an empty object for none', async () => {
  const app = await orderApp();
  const url = `/api/v1/versions/${crypto.randomUUID()}/cancel`;
  const send = (payload?: object) => app.inject({ method: 'POST', url, ...(payload ? { payload } : {}) });
  expect((await send({ reason: 'late' })).json().errors).toEqual([
    { field: 'reason', message: 'is not a field of this request' },
  ]);
  for (const payload of [{}, undefined]) expect((await send(payload)).statusCode).toBe(200);
  await app.close();
});

test('fields that a form does not have are refused by their names', async () => {
  const limits = { maxFileBytes: 100 };
  const app = fastify();
  handleProblems(app);
  await describeApi(app);
  await takeUploads(app, limits);
  serve(app, speechApiRoutes.processVoice, async ({ request, reply }) =>
    reply.send((await readForm(request, limits, ProcessFields)).fields as never),
  );
  const send = async (field: string) => {
    const form = new FormData();
    form.set('file', new Blob(['sound']), 'a.wav');
    form.set(field, crypto.randomUUID());
    const request = new Request('http://x', { method: 'POST', body: form });
    return app.inject({
      method: 'POST',
      url: speechApiRoutes.processVoice.path,
      headers: { 'content-type': request.headers.get('content-type')! },
      payload: Buffer.from(await request.arrayBuffer()),
    });
  };
  expect((await send('session_id')).json().errors).toEqual([
    { field: 'session_id', message: 'is not a field of this request' },
  ]);
  expect((await send('sessionId')).statusCode).not.toBe(422);
  await app.close();
});

test('the document says of every body, at every depth, that it has no other fields', async () => {
  const app = fastify();
  await describeApi(app);
  for (const declared of Object.values(contract)) serve(app, declared, async ({ reply }) => reply.send());
  await app.ready();
  const open: string[] = [];
  const look = (node: unknown, where: string) => {
    if (typeof node !== 'object' || node === null) return;
    if ('properties' in node && (node as { additionalProperties?: unknown }).additionalProperties !== false)
      open.push(where);
    for (const [name, below] of Object.entries(node)) look(below, `${where}.${name}`);
  };
  for (const [path, item] of Object.entries(app.swagger().paths ?? {}))
    for (const [method, operation] of Object.entries(item ?? {}))
      look((operation as { requestBody?: unknown }).requestBody, `${method} ${path}`);
  expect(open).toEqual([]);
  await app.close();
});
