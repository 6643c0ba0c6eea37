import { connect } from 'node:net';
import { EventSourceParserStream } from 'eventsource-parser/stream';
import type { FastifyInstance } from 'fastify';
import pg from 'pg';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { WorkspaceEvent } from '../../../shared/api/operations.ts';
import { createTestApp } from '../../../test/support/app.ts';
import { callerOf } from '../../../test/support/channels.ts';
import { createTestDatabase, createWorkspace, type TestDatabase } from '../../../test/support/database.ts';
import { type EventBus, openEventBus } from '../../db/eventBus.ts';
import { notify } from '../../db/notify.ts';
import { createApiKey, revokeApiKey } from '../../identity/apiKeys.ts';
import { createCallers } from '../../identity/callers.ts';
import { presentCaller } from '../authenticate.ts';
import { mountEvents } from './events.ts';

const log = { warn: () => {} };
let db: TestDatabase;
let bus: EventBus;
const apps: FastifyInstance[] = [];
beforeAll(async () => {
  db = await createTestDatabase();
  bus = await openEventBus(db.url);
});
afterAll(async () => {
  for (const app of apps) await app.close();
  await bus.close();
  await db.close();
});

async function node(
  over: Partial<Parameters<typeof mountEvents>[1]> = {},
  logger = pino({ level: 'silent' }),
) {
  const callers = createCallers(db.database, log);
  const app = await createTestApp(db, {
    callers,
    logger,
    mounts: [
      (scope) =>
        mountEvents(scope, {
          bus,
          registry: new Registry(),
          presentCaller: (request) => presentCaller(request, callers),
          heartbeatMs: 50,
          ...over,
        }),
    ],
  });
  apps.push(app);
  return { app, callers, address: await app.listen({ port: 0, host: '127.0.0.1' }) };
}

async function workspaceWithKey() {
  const { workspaceId, ownerId } = await createWorkspace(db);
  const owner = { ...callerOf(workspaceId, 'owner'), userId: ownerId };
  const issued = await createApiKey(db.database, owner, { name: 'Reader', scopes: ['workspace:read'] });
  return { workspaceId, owner, ...issued };
}

async function follow(address: string, key: string) {
  const stop = new AbortController();
  const response = await fetch(`${address}/api/v1/events`, {
    headers: { authorization: `Bearer ${key}` },
    signal: stop.signal,
  });
  const reader = response
    .body!.pipeThrough(new TextDecoderStream())
    .pipeThrough(new EventSourceParserStream())
    .getReader();
  const next = async () => {
    const { value } = await reader.read();
    return value && { ...value, data: JSON.parse(value.data) };
  };
  return { response, next, stop: () => stop.abort() };
}

const tell = (workspaceId: string, event: WorkspaceEvent) =>
  db.database.withWorkspace(workspaceId, (tx) => notify(tx, workspaceId, event));

test('a window that is closed is nobody’s fault: the log has no word of it', async () => {
  const lines: string[] = [];
  const registry = new Registry();
  const logger = pino({ level: 'warn' }, { write: (line: string) => lines.push(line) });
  const { app, address } = await node({ registry }, logger);
  const { key } = await workspaceWithKey();
  const { next, stop } = await follow(address, key);
  await next();
  stop();
  await expect.poll(() => registry.metrics()).toContain('voiceops_event_streams 0');
  await app.inject('/api/v1/events');
  expect(lines).toEqual([]);
});

test('a stream says hello, then what happens in its own workspace, each with an id', async () => {
  const { address } = await node();
  const [mine, other] = [await workspaceWithKey(), await workspaceWithKey()];
  const stream = await follow(address, mine.key);
  expect(stream.response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  expect(stream.response.headers.get('cache-control')).toBe('no-cache, no-transform');
  expect(await stream.next()).toMatchObject({ event: 'hello', id: expect.any(String) });
  const event = { type: 'deployment-changed', channel: 'support-bot', slot: 'greeting' } as const;
  await tell(other.workspaceId, { type: 'members-changed' });
  await tell(mine.workspaceId, event);
  expect(await stream.next()).toMatchObject({
    event: 'deployment-changed',
    id: expect.any(String),
    data: event,
  });
  stream.stop();
});

test('an interruption behind the stream is told as a gap', async () => {
  const { address } = await node();
  const { key } = await workspaceWithKey();
  const stream = await follow(address, key);
  expect((await stream.next())?.event).toBe('hello');
  const admin = new pg.Client({ connectionString: db.url });
  await admin.connect();
  await admin.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where application_name = 'voiceops events' and datname = current_database()`,
  );
  await admin.end();
  expect((await stream.next())?.event).toBe('gap');
  stream.stop();
});

test('a stream ends once its key is revoked', async () => {
  const { address, callers } = await node();
  const { key, id, owner } = await workspaceWithKey();
  const stream = await follow(address, key);
  await stream.next();
  await revokeApiKey(db.database, owner, id);
  callers.forget();
  expect(await stream.next()).toBeUndefined();
});

test('a stream outlives a database that cannot say who its caller is', async () => {
  let asked = 0;
  const { address } = await node({
    presentCaller: async () => {
      asked++;
      throw new Error('the database is away');
    },
  });
  const { workspaceId, key } = await workspaceWithKey();
  const stream = await follow(address, key);
  await stream.next();
  await expect.poll(() => asked).toBeGreaterThan(2);
  await tell(workspaceId, { type: 'members-changed' });
  expect((await stream.next())?.event).toBe('members-changed');
  stream.stop();
});

test('one caller may have twenty streams; one that closes makes room', async () => {
  const { address } = await node();
  const { key } = await workspaceWithKey();
  const streams = await Promise.all(Array.from({ length: 20 }, () => follow(address, key)));
  const refused = await fetch(`${address}/api/v1/events`, { headers: { authorization: `Bearer ${key}` } });
  expect(refused.status).toBe(429);
  expect(await refused.json()).toMatchObject({ code: 'rate-limited' });
  streams[0]!.stop();
  const status = async () => {
    const reply = await fetch(`${address}/api/v1/events`, { headers: { authorization: `Bearer ${key}` } });
    await reply.body?.cancel();
    return reply.status;
  };
  await expect.poll(status).toBe(200);
  for (const stream of streams) stream.stop();
});

test('a client that does not read is cut off, and no memory grows for it', async () => {
  const listeners = new Set<(event: WorkspaceEvent) => void>();
  const { address } = await node({
    bus: {
      subscribe(_workspaceId, onEvent) {
        listeners.add(onEvent);
        return () => listeners.delete(onEvent);
      },
      onGap: () => () => {},
      onRightsChanged: () => () => {},
    },
  });
  const { key } = await workspaceWithKey();
  const socket = connect(Number(new URL(address).port), '127.0.0.1');
  socket.on('error', () => {});
  socket.pause();
  socket.write(`GET /api/v1/events HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${key}\r\n\r\n`);
  await expect.poll(() => listeners.size).toBe(1);
  const event: WorkspaceEvent = { type: 'channel-changed', channel: 'x'.repeat(10_000) };
  await expect
    .poll(
      () => {
        for (let count = 0; count < 200; count++) for (const onEvent of listeners) onEvent(event);
        return listeners.size;
      },
      { interval: 5, timeout: 10_000 },
    )
    .toBe(0);
  socket.destroy();
});

test('draining ends the streams instead of waiting for them', async () => {
  const { app, address } = await node();
  const { key } = await workspaceWithKey();
  const stream = await follow(address, key);
  await stream.next();
  const startedAt = Date.now();
  await app.close();
  expect(await stream.next()).toBeUndefined();
  expect(Date.now() - startedAt).toBeLessThan(5_000);
});
