import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { clientOf } from '../../test/support/client.ts';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { OWNER } from '../../test/support/node.ts';
import { readEnv } from '../env.ts';
import { createLog } from '../log.ts';
import { startNode } from './node.ts';
import { Scope } from './scope.ts';

let db: TestDatabase;
let dataDir: string;
let scope: Scope;
beforeEach(() => {
  scope = new Scope();
});
afterEach(() => scope.close());
beforeAll(async () => {
  db = await createTestDatabase();
  dataDir = await mkdtemp(join(tmpdir(), 'voiceops-metrics-'));
});
afterAll(async () => {
  await db?.close();
  await rm(dataDir, { recursive: true, force: true });
});

async function node(roles: string, more: Record<string, string> = {}): Promise<string> {
  const env = readEnv({
    ...OWNER,
    DATABASE_URL: db.url,
    VOICEOPS_DATA_DIR: dataDir,
    VOICEOPS_ROLES: roles,
    PORT: '0',
    ...more,
  });
  return new URL((await startNode(env, createLog('silent'), scope)).address).origin;
}
const metricsOf = async (address: string) => (await fetch(`${address}/metrics`)).text();

test('a node that only works tells of its generations, its engines and the queue', async () => {
  const address = await node('worker');
  const metrics = () => metricsOf(address);
  // The sample content of a first start is generated.
  await expect
    .poll(metrics, { timeout: 30_000, interval: 200 })
    .toMatch(/voiceops_generation_seconds_count\{ended="ready"\} [1-9]/);
  const told = await metrics();
  expect(told).toMatch(/voiceops_job_wait_seconds_count\{job="generateVersion"\} [1-9]/);
  expect(told).toMatch(
    /voiceops_engine_seconds_count\{ability="speech",engine="flite",outcome="succeeded"\} [1-9]/,
  );
  expect(told).toMatch(/voiceops_audio_cache_total\{answer="miss"\} [1-9]/);
  expect(told).toMatch(/voiceops_queue_jobs\{job="generateVersion"\} \d/);
}, 60_000);

test('a node tells of event streams, refusals and webhooks', async () => {
  const address = await node('web,worker', {
    VOICEOPS_LIMIT_SIGN_IN_PER_MINUTE: '1',
    VOICEOPS_WEBHOOKS_PRIVATE_NETWORKS: 'true',
  });
  const receiver = createServer((_request, response) => response.end()).listen(0, '127.0.0.1');
  scope.defer(() => receiver.close());
  await once(receiver, 'listening');
  const owner = clientOf(address, { key: OWNER.VOICEOPS_OWNER_API_KEY });

  const stream = new AbortController();
  await fetch(`${address}/api/v1/events`, {
    headers: { authorization: `Bearer ${OWNER.VOICEOPS_OWNER_API_KEY}` },
    signal: stream.signal,
  });
  expect(await metricsOf(address)).toMatch(/voiceops_event_streams 1\n/);
  stream.abort();
  await expect.poll(() => metricsOf(address)).toMatch(/voiceops_event_streams 0\n/);

  for (const status of [401, 429]) {
    const attempt = await owner.post('/api/v1/sign-in', { email: 'nobody@example.test', password: 'guess' });
    expect(attempt.status).toBe(status);
  }
  expect(await metricsOf(address)).toMatch(/voiceops_rate_limit_refusals_total\{limit="sign-in"\} 1\n/);

  const { port } = receiver.address() as AddressInfo;
  const webhook = await owner.post('/api/v1/webhooks', {
    url: `http://127.0.0.1:${port}/`,
    events: ['ping'],
  });
  expect(webhook.status).toBe(201);
  const delivered = /voiceops_webhook_deliveries_total\{outcome="delivered"\} 1\n/;
  expect((await owner.post(`/api/v1/webhooks/${webhook.body.id}/test`)).status).toBeLessThan(300);
  await expect.poll(() => metricsOf(address), { timeout: 30_000 }).toMatch(delivered);
}, 60_000);
