import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp } from '../../../test/support/app.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { bootstrapOwner } from '../../identity/setup.ts';
import { createRegistry } from '../metrics/metrics.ts';

const KEY = 'operator-chose-this-key';
let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
  await bootstrapOwner(
    db.database,
    { email: 'o@example.test', password: 'long enough one', apiKey: KEY },
    async () => {},
  );
});
afterAll(() => db?.close());

test('ready says how each dependency is, and no longer ready once one fails or draining starts', async () => {
  let broken = false;
  let draining = false;
  const database = {
    name: 'database',
    check: async () => {
      await db.database.pool.query('select 1');
    },
  };
  const storage = {
    name: 'storage',
    check: async () => {
      if (broken) throw new Error('disk at /secret/path is gone');
    },
  };
  const app = await createTestApp(db, { dependencies: [database, storage], isDraining: () => draining });
  const ready = await app.inject('/readyz');
  expect(ready.statusCode).toBe(200);
  expect(ready.json()).toMatchObject({
    status: 'ready',
    dependencies: [
      { name: 'database', ok: true, latencyMs: expect.any(Number) },
      { name: 'storage', ok: true },
    ],
  });
  broken = true;
  const failing = await app.inject('/readyz');
  expect(failing.statusCode).toBe(503);
  expect(failing.json()).toMatchObject({ status: 'not-ready', dependencies: [{ ok: true }, { ok: false }] });
  expect(failing.body).not.toContain('secret');
  broken = false;
  draining = true;
  expect((await app.inject('/readyz')).statusCode).toBe(503);
  for (const url of ['/healthz', '/api/v1/health']) {
    expect((await app.inject(url)).json()).toEqual({ status: 'ok' });
  }
  await app.close();
});

test('requests that are being answered finish when the server closes', async () => {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  let arrived = () => {};
  const arrival = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  const app = await createTestApp(db, {
    publicMounts: [
      (scope) => {
        scope.get('/public/slow', async () => {
          arrived();
          await released;
          return 'finished';
        });
      },
    ],
  });
  const address = await app.listen({ port: 0, host: '127.0.0.1' });
  const answer = fetch(`${address}/public/slow`).then((response) => response.text());
  await arrival;
  const closed = app.close();
  release();
  expect(await answer).toBe('finished');
  await closed;
});

test('metrics are for this machine or a key with the right, and count by route template', async () => {
  const registry = createRegistry();
  const app = await createTestApp(db, {
    registry,
    mounts: [
      (scope) => {
        scope.get('/api/v1/things/:id', { config: { access: 'public' } }, async () => 'thing');
      },
    ],
  });
  await app.inject('/api/v1/things/one');
  await app.inject('/api/v1/things/two');
  const from = (remoteAddress: string, headers = {}) =>
    app.inject({ url: '/metrics', remoteAddress, headers });
  const text = (await from('127.0.0.1')).body;
  expect(text).toMatch(
    /voiceops_http_request_seconds_count\{method="GET",route="\/api\/v1\/things\/:id",status="200"\} 2/,
  );
  expect(text).toContain('nodejs_eventloop_lag_seconds');
  expect(text).toMatch(/voiceops_http_requests_in_flight 1/);
  expect((await from('203.0.113.9')).json().code).toBe('unauthenticated');
  expect((await from('127.0.0.1', { 'x-forwarded-for': '203.0.113.9' })).json().code).toBe('unauthenticated');
  expect((await from('203.0.113.9', { authorization: `Bearer ${KEY}` })).statusCode).toBe(200);
  await app.close();
});
