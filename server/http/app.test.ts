import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { sql } from 'drizzle-orm';
import type { FastifyInstance } from 'fastify';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { PROBLEMS } from '../../shared/api/problems.ts';
import { route } from '../../shared/api/route.ts';
import { createTestApp } from '../../test/support/app.ts';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { readEnv } from '../env.ts';
import { createLog } from '../log.ts';
import { ProblemError } from '../problem.ts';
import type { Mount } from './app.ts';
import { serve } from './serve.ts';

const echo = route({
  method: 'POST',
  path: '/api/v1/echo/:name',
  tag: 'Test',
  access: 'public',
  status: 201,
  summary: 'Say it back',
  params: z.object({ name: z.string() }),
  query: z.object({ loud: z.coerce.number().optional() }),
  body: z.object({ word: z.string().min(2), nested: z.object({ depth: z.number() }) }),
  reply: z.object({ said: z.string() }),
});
const mount: Mount = (app) => {
  serve(app, echo, async ({ body }) => {
    if (body.word === 'leak') throw new Error('password of the database is hunter2');
    if (body.word === 'wrong-shape') return { said: 7 as unknown as string };
    if (body.word === 'nul') {
      await db.database.outside.execute(sql`select ${'a\u0000b'}::text`);
    }
    if (body.word === 'away') {
      const pool = new pg.Pool({ connectionString: 'postgres://nobody@127.0.0.1:1/none' });
      await pool.query('select 1').finally(() => pool.end());
    }
    if (body.word === 'wrong-query') {
      await db.database.outside.execute(sql`select ${'hunter2'} from nowhere`);
    }
    if (body.word === 'wait') {
      throw new ProblemError('rate-limited', 'Wait.', { retryAfterSeconds: 2.1 });
    }
    return { said: body.word };
  });
};
const publicMount: Mount = (app) => {
  app.get('/public/ping', async (_request, reply) => reply.send('pong'));
};

let db: TestDatabase;
let app: FastifyInstance;
let folder: string;
beforeAll(async () => {
  db = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'voiceops-web-'));
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'index.html'), '<meta property="csp-nonce" nonce="__CSP_NONCE__">app');
  await writeFile(join(folder, 'assets', 'main-abc.js'), 'export {}');
  await writeFile(join(folder, 'assets', 'main-abc.js.gz'), gzipSync('export {}'));
  app = await createTestApp(db, { mounts: [mount], publicMounts: [publicMount], webAppFolder: folder });
  await app.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(async () => {
  await app?.close();
  await db?.close();
  await rm(folder, { recursive: true, force: true });
});

const post = (payload: string, headers: Record<string, string> = { 'content-type': 'application/json' }) =>
  app.inject({ method: 'POST', url: '/api/v1/echo/x', payload, headers });
/** Sends bytes as they are: clients put addresses in order. Answers all that comes until the connection ends. */
async function sendRaw(request: string): Promise<string> {
  const { port } = app.server.address() as { port: number };
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(request));
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk;
    });
    socket.on('end', () => resolve(text));
    socket.on('error', reject);
  });
}
const word = (value: string) => JSON.stringify({ word: value, nested: { depth: 1 } });

test.each([
  ['malformed JSON', '{"word":', 'application/json', 400, 'malformed-json'],
  ['poisoned JSON', '{"__proto__":{"a":1}}', 'application/json', 400, 'malformed-json'],
  ['no body', '', 'application/json', 422, 'validation-failed'],
  ['text', 'hello', 'text/plain', 415, 'unsupported-media-type'],
  ['a form', 'word=hello', 'application/x-www-form-urlencoded', 415, 'unsupported-media-type'],
  ['too much', word('x'.repeat(1024 * 1024)), 'application/json', 413, 'body-too-large'],
  ['a bug', word('leak'), 'application/json', 500, 'internal'],
  ['a bug in the reply', word('wrong-shape'), 'application/json', 500, 'internal'],
  ['a wrong query', word('wrong-query'), 'application/json', 500, 'internal'],
  ['a NUL character', word('nul'), 'application/json', 422, 'invalid-characters'],
  ['a database that is away', word('away'), 'application/json', 503, 'unavailable'],
])('%s is a problem with its code and tells nothing internal', async (_name, payload, type, status, code) => {
  const answer = await post(payload, { 'content-type': type, 'x-correlation-id': 'trace-1' });
  expect(answer.statusCode).toBe(status);
  expect(answer.headers['content-type']).toContain('application/problem+json');
  expect(answer.json()).toMatchObject({ code, status, correlationId: 'trace-1' });
  expect(answer.body).not.toMatch(/hunter2|FST_|at .*\.ts/);
});

test('a body that is not UTF-8 is refused, and never kept as replacement characters', async () => {
  const latin1 = Buffer.from(word('Grüße'), 'latin1');
  const send = (payload: Buffer, type: string) =>
    app.inject({ method: 'POST', url: '/api/v1/echo/x', payload, headers: { 'content-type': type } });
  expect((await send(latin1, 'application/json')).json()).toMatchObject({
    code: 'malformed-json',
    status: 400,
  });
  expect((await send(latin1, 'application/json; charset=iso-8859-1')).json()).toMatchObject({
    code: 'unsupported-media-type',
    status: 415,
  });
  for (const type of [
    'application/json',
    'application/json; charset=UTF-8',
    'application/json;charset="utf8"',
  ])
    expect((await send(Buffer.from(word('Grüße')), type)).json()).toEqual({ said: 'Grüße' });
});

test('the log says what happened, and nothing that was sent', async () => {
  const lines: string[] = [];
  const logger = createLog('info', { write: (line: string) => void lines.push(line) });
  const logging = await createTestApp(db, { mounts: [mount], logger });
  const headers = {
    authorization: 'Bearer vos_sent',
    cookie: 'voiceops_session=sent',
    'x-correlation-id': 'trace-2',
  };
  const url = '/api/v1/echo/sent-name?loud=1';
  const payload = { word: 'wrong-query', nested: { depth: 1 } };
  await logging.inject({ method: 'POST', url, headers, payload });
  await logging.close();
  const [failed, request] = lines.map((line) => JSON.parse(line));
  expect(failed).toMatchObject({ msg: 'request failed', correlationId: 'trace-2', code: 'internal' });
  expect(failed.err.message).toContain('nowhere');
  expect(request).toMatchObject({ msg: 'request', route: '/api/v1/echo/:name', status: 500, method: 'POST' });
  expect(lines.join()).not.toMatch(/hunter2|vos_sent|voiceops_session=|sent-name/);
});

test('validation names every field that is wrong', async () => {
  const answer = await app.inject({
    method: 'POST',
    url: '/api/v1/echo/x',
    payload: { word: 'a', nested: { depth: 'deep' } },
  });
  expect(answer.json().errors.map((error: { field: string }) => error.field)).toEqual([
    'word',
    'nested.depth',
  ]);
  const query = await app.inject({ method: 'POST', url: '/api/v1/echo/x?loud=very', payload: word('hi') });
  expect(query.statusCode).toBe(415);
});

test('an answer is due in time, but a stream may last', async () => {
  const due: boolean[] = [];
  const look: Mount = (scope) => {
    const access = 'public' as const;
    scope.get('/json', { config: { access } }, async (request) => {
      due.push(request.overdue !== undefined);
    });
    scope.get(
      '/stream',
      { config: { access }, schema: { produces: ['text/event-stream'] } },
      async (request) => {
        due.push(request.overdue !== undefined);
      },
    );
  };
  const looking = await createTestApp(db, { mounts: [look] });
  await looking.inject('/json');
  await looking.inject('/stream');
  await looking.close();
  expect(due).toEqual([true, false]);
});

test('a problem says when to try again', async () => {
  const answer = await post(word('wait'));
  expect(answer.headers['retry-after']).toBe('3');
});

test('an address that does not exist and a method that is not answered are told apart', async () => {
  expect((await app.inject('/api/v1/nothing')).json()).toMatchObject({ code: 'not-found', status: 404 });
  const wrong = await app.inject({ method: 'DELETE', url: '/api/v1/echo/x?y=1' });
  expect(wrong.json()).toMatchObject({ code: 'method-not-allowed', status: 405 });
  expect(wrong.headers.allow).toBe('POST');
  expect((await app.inject('/api/v1/%zz')).json()).toMatchObject({ code: 'bad-request' });
});

test('what is not HTTP at all is answered with a problem too', async () => {
  const answer = await sendRaw('NONSENSE\r\n\r\n');
  expect(answer).toContain('400 Bad Request');
  expect(answer).toContain('"code":"bad-request"');
});

test.each([
  '//x',
  '/..',
  '/assets/../x',
  '/public/%2e%2e/x',
  '/api/v1/../x',
  '/x/./y',
  'http://elsewhere.test/../x',
])('there is nothing at %s, and nothing has failed', async (address) => {
  const answer = await sendRaw(`GET ${address} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`);
  expect(answer).toContain('404 Not Found');
  expect(answer).toContain('"code":"not-found"');
});

test('security headers are on every answer of ours, and no other site may read them', async () => {
  for (const url of ['/', '/api/docs', '/api/v1/nothing', '/api/v1/echo/x']) {
    const { headers } = await app.inject({ url, headers: { origin: 'https://elsewhere.test' } });
    expect(headers['content-security-policy']).toMatch(
      /^default-src 'self'; script-src 'self'; style-src 'self'/,
    );
    expect(headers['content-security-policy']).not.toContain('unsafe');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['x-frame-options']).toBe('DENY');
    expect(headers['access-control-allow-origin']).toBeUndefined();
    expect(headers['x-correlation-id']).toBeTruthy();
  }
});

test('a correlation id is taken over when sane and made otherwise', async () => {
  const given = await app.inject({ url: '/healthz', headers: { 'x-request-id': 'abc-123' } });
  expect(given.headers['x-correlation-id']).toBe('abc-123');
  const insane = await app.inject({ url: '/healthz', headers: { 'x-correlation-id': 'a b<script>' } });
  expect(insane.headers['x-correlation-id']).toMatch(/^[0-9a-f-]{36}$/);
});

test('the web app answers pages of its own and leaves addresses of programs alone', async () => {
  const html = { accept: 'text/html' };
  const page = await app.inject({ url: '/projects/42', headers: html });
  expect(page.statusCode).toBe(200);
  const [, nonce] = /'nonce-([^']+)'/.exec(String(page.headers['content-security-policy'])) ?? [];
  expect(nonce).toBeTruthy();
  expect(page.body).toContain(`nonce="${nonce}"`);
  expect((await app.inject({ url: '/', headers: html })).body).not.toContain(nonce);
  expect((await app.inject({ url: '/api/v1/nothing', headers: html })).statusCode).toBe(404);
  const asset = await app.inject('/assets/main-abc.js');
  expect(asset.headers['cache-control']).toContain('immutable');
  expect(asset.body).toBe('export {}');
  const small = await app.inject({ url: '/assets/main-abc.js', headers: { 'accept-encoding': 'gzip' } });
  expect(small.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'accept-encoding' });
  expect(gunzipSync(small.rawPayload).toString()).toBe('export {}');
  expect((await app.inject({ url: '/assets/gone.js', headers: html })).statusCode).toBe(404);
  expect((await app.inject('/../package.json')).statusCode).toBe(404);
});

test('public routes carry a correlation id and none of the heavy headers', async () => {
  const answer = await app.inject('/public/ping');
  expect(answer.body).toBe('pong');
  expect(answer.headers['x-correlation-id']).toBeTruthy();
  expect(answer.headers['content-security-policy']).toBeUndefined();
  expect(answer.headers.ratelimit).toBeUndefined();
});

test('the API describes itself, with who may call what', async () => {
  const document = (await app.inject('/api/openapi.json')).json();
  expect(document.openapi).toBe('3.1.0');
  expect(document.paths['/api/v1/echo/{name}'].post).toMatchObject({ 'x-access': 'public', security: [] });
  expect(document.paths['/api/v1/echo/{name}'].post.responses.default).toEqual({
    $ref: '#/components/responses/Problem',
  });
  const { schema } = document.components.responses.Problem.content['application/problem+json'];
  expect(schema).toEqual({ $ref: '#/components/schemas/Problem' });
  expect(document.components.schemas.Problem.properties.code.enum).toEqual(Object.keys(PROBLEMS));
  const docs = await app.inject('/api/docs');
  expect(docs.body).toContain('/api/v1/echo/{name}');
  expect(docs.body).not.toMatch(/<script|https?:\/\//);
  expect((await app.inject('/api/docs/style.css')).headers['content-type']).toContain('text/css');
});

test('a route that does not say who may call it stops the start', async () => {
  const careless: Mount = (scope) => {
    scope.get('/api/v1/careless', async () => 'open');
  };
  await expect(createTestApp(db, { mounts: [careless] }).then((made) => made.ready())).rejects.toThrow(
    'does not say who may call it',
  );
});

test.each([
  [undefined, '127.0.0.1', '203.0.113.9'],
  [undefined, '::1', '203.0.113.9'],
  [undefined, '10.1.2.3', '10.1.2.3'],
  ['10.1.0.0/16, 2001:db8::/32', '10.1.2.3', '203.0.113.9'],
  ['10.1.0.0/16, 2001:db8::/32', '2001:db8::5', '203.0.113.9'],
  ['10.1.0.0/16, 2001:db8::/32', '10.2.0.1', '10.2.0.1'],
  ['10.1.0.0/16, 2001:db8::/32', '127.0.0.1', '127.0.0.1'],
])('with proxies trusted at %s, what came from %s is counted for %s', async (setting, from, counted) => {
  const { VOICEOPS_TRUSTED_PROXIES: trustedProxies } = readEnv({ VOICEOPS_TRUSTED_PROXIES: setting });
  const app = await createTestApp(db, {
    trustedProxies,
    publicMounts: [(scope) => void scope.get('/from', async (request) => request.ip)],
  });
  // The client's own header says anything; what stands behind the address that the proxy saw is not believed.
  const headers = { 'x-forwarded-for': '192.0.2.66, 203.0.113.9' };
  const answer = await app.inject({ url: '/from', remoteAddress: from, headers });
  expect(answer.body).toBe(counted);
  await app.close();
});

test('a page moves the end of the session’s cookie on, whatever its address, and gives nobody one who has none', async () => {
  const cookie = 'voiceops_session=abc';
  for (const url of ['/', '/calls/history']) {
    const page = await app.inject({ url, headers: { cookie, accept: 'text/html' } });
    expect(page.headers['set-cookie']).toMatch(/^voiceops_session=abc; Max-Age=2592000; Path=\/; HttpOnly/);
    expect(
      (await app.inject({ url, headers: { accept: 'text/html' } })).headers['set-cookie'],
    ).toBeUndefined();
  }
});
