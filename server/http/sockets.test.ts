import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { socket as socketRoute } from '../../shared/api/socket.ts';
import { createTestApp } from '../../test/support/app.ts';
import { callerOf } from '../../test/support/channels.ts';
import { createTestDatabase, createWorkspace, type TestDatabase } from '../../test/support/database.ts';
import { createApiKey, revokeApiKey } from '../identity/apiKeys.ts';
import { startSession } from '../identity/sessions.ts';
import { ProblemError } from '../problem.ts';
import { serveSocket } from './sockets.ts';

const ECHO = socketRoute({
  path: '/api/v1/echoes/:name',
  summary: 'Echo',
  access: 'conversations:write',
  query: z.object({ times: z.coerce.number().int().max(3) }),
});

let db: TestDatabase;
let app: FastifyInstance;
let address: string;
const registry = new Registry();
beforeAll(async () => {
  db = await createTestDatabase();
  app = await createTestApp(db, {
    registry,
    socketBeatMs: 100,
    mounts: [
      (scope) =>
        serveSocket(scope, ECHO, async ({ query, caller }) => {
          if (query.times === 0) throw new ProblemError('not-found', 'There is no such echo.');
          return (socket) => {
            socket.send(caller.workspaceId);
            socket.on('message', (data) => socket.send(data));
          };
        }),
    ],
  });
  address = (await app.listen({ port: 0, host: '127.0.0.1' })).replace('http', 'ws');
});
afterAll(async () => {
  await app.close();
  await db.close();
});

async function someone(scopes: ('workspace:read' | 'conversations:write')[] = ['conversations:write']) {
  const { workspaceId, ownerId } = await createWorkspace(db);
  const owner = { ...callerOf(workspaceId, 'owner'), userId: ownerId };
  const issued = await createApiKey(db.database, owner, { name: 'Caller', scopes });
  const token = await db.database.withWorkspace(workspaceId, (tx) => startSession(tx, workspaceId, ownerId));
  return { workspaceId, owner, issued, key: { authorization: `Bearer ${issued.key}` }, token };
}

/** Opens a socket, or gives the problem it was refused with. */
async function open(path: string, headers: Record<string, string> = {}) {
  const socket = new WebSocket(address + path, { headers });
  const told: string[] = [];
  socket.on('message', (data) => told.push(String(data)));
  const refused = new Promise<{ status: number; body: { code: string; correlationId: string } }>((resolve) =>
    socket.once('unexpected-response', (_request, response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode!, body: JSON.parse(text) }));
    }),
  );
  const problem = await Promise.race([refused, once(socket, 'open').then(() => null)]);
  return { socket, told, problem };
}

test('a key opens a socket and a message comes back; it counts as one request', async () => {
  const { key, workspaceId } = await someone();
  const { socket, told } = await open('/api/v1/echoes/a?times=1', key);
  socket.send('hello');
  await expect.poll(() => told).toEqual([workspaceId, 'hello']);
  socket.close();
  await once(socket, 'close');
  expect(await registry.metrics()).toContain(
    'voiceops_http_request_seconds_count{method="GET",route="/api/v1/echoes/:name",status="101"} 1',
  );
});

test.each([
  ['nobody', '/api/v1/echoes/a?times=1', async () => ({}), 401, 'unauthenticated'],
  [
    'a key of nobody',
    '/api/v1/echoes/a?times=1',
    async () => ({ authorization: 'Bearer x' }),
    401,
    'unauthenticated',
  ],
  [
    'one without the right',
    '/api/v1/echoes/a?times=1',
    async () => (await someone(['workspace:read'])).key,
    403,
    'forbidden',
  ],
  [
    'a page of another site',
    '/api/v1/echoes/a?times=1',
    async () => ({ cookie: `voiceops_session=${(await someone()).token}`, origin: 'https://evil.test' }),
    403,
    'foreign-origin',
  ],
  [
    'a session from nowhere',
    '/api/v1/echoes/a?times=1',
    async () => ({ cookie: `voiceops_session=${(await someone()).token}` }),
    403,
    'foreign-origin',
  ],
  ['an unknown address', '/api/v1/elsewhere', async () => (await someone()).key, 404, 'not-found'],
  [
    'an address of no socket',
    '/metrics',
    async () => ({ 'x-forwarded-for': '203.0.113.9' }),
    401,
    'unauthenticated',
  ],
  [
    'a wrong question',
    '/api/v1/echoes/a?times=9',
    async () => (await someone()).key,
    422,
    'validation-failed',
  ],
  [
    'what the handler refuses',
    '/api/v1/echoes/a?times=0',
    async () => (await someone()).key,
    404,
    'not-found',
  ],
] as const)('%s is refused with a problem', async (_who, path, headers, status, code) => {
  const { problem, socket } = await open(path, await headers());
  expect(problem).toMatchObject({ status, body: { code, correlationId: expect.any(String) } });
  socket.terminate();
});

test('a session opens one from our own pages', async () => {
  const { token } = await someone();
  const { socket, problem } = await open('/api/v1/echoes/a?times=1', {
    cookie: `voiceops_session=${token}`,
    origin: address.replace('ws', 'http'),
  });
  expect(problem).toBeNull();
  socket.close();
  await once(socket, 'close');
});

test('a socket ends when its key is revoked, when its message is too long, and when the node stops', async () => {
  const { key, owner, issued } = await someone();
  const { socket } = await open('/api/v1/echoes/a?times=1', key);
  const closed = once(socket, 'close');
  await revokeApiKey(db.database, owner, issued.id);
  // Another node remembers who a key was for some seconds.
  expect((await closed)[0]).toBe(1008);

  const other = await someone();
  const long = await open('/api/v1/echoes/a?times=1', other.key);
  long.socket.send(Buffer.alloc(65 * 1024));
  expect((await once(long.socket, 'close'))[0]).toBe(1009);

  const stopping = await createTestApp(db, {
    mounts: [(scope) => serveSocket(scope, ECHO, () => () => undefined)],
  });
  const its = (await stopping.listen({ port: 0, host: '127.0.0.1' })).replace('http', 'ws');
  const last = new WebSocket(`${its}/api/v1/echoes/a?times=1`, { headers: other.key });
  await once(last, 'open');
  const gone = once(last, 'close');
  await stopping.close();
  expect((await gone)[0]).toBe(1001);
}, 30_000);

test('a request without an upgrade is told so, and one that offers another protocol is answered all the same', async () => {
  const { key } = await someone();
  const plain = await app.inject({ url: '/api/v1/echoes/a?times=1', headers: key });
  expect(plain.json()).toMatchObject({ code: 'bad-request' });
  for (const method of ['GET', 'POST']) {
    const offering = httpRequest(`${address.replace('ws', 'http')}/healthz`, {
      method,
      headers: { connection: 'Upgrade, HTTP2-Settings', upgrade: 'h2c', 'http2-settings': 'AAMAAABk' },
    });
    offering.end(method === 'POST' ? '{"a":1}' : undefined);
    const [response] = await once(offering, 'response');
    expect(response.statusCode).toBe(method === 'GET' ? 200 : 405);
    response.resume();
    await once(response, 'end');
    offering.destroy();
  }
});

test('whoever leaves in the middle of asking harms nobody', async () => {
  const { hostname, port } = new URL(address);
  const rude = connect(Number(port), hostname);
  await once(rude, 'connect');
  rude.write(
    'GET /api/v1/echoes/a?times=1 HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
  );
  rude.resetAndDestroy();
  expect((await app.inject('/healthz')).statusCode).toBe(200);
});
