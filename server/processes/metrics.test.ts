import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { OWNER } from '../../test/support/node.ts';
import { readEnv } from '../env.ts';
import { createLog } from '../log.ts';
import { startNode } from './node.ts';
import { Scope } from './scope.ts';

let db: TestDatabase;
let dataDir: string;
const scope = new Scope();
beforeAll(async () => {
  db = await createTestDatabase();
  dataDir = await mkdtemp(join(tmpdir(), 'voiceops-metrics-'));
});
afterAll(async () => {
  await scope.close();
  await db?.close();
  await rm(dataDir, { recursive: true, force: true });
});

async function worker(): Promise<string> {
  const env = readEnv({
    ...OWNER,
    DATABASE_URL: db.url,
    VOICEOPS_DATA_DIR: dataDir,
    VOICEOPS_ROLES: 'worker',
    PORT: '0',
  });
  const node = await startNode(env, createLog('silent'), scope);
  return new URL('/metrics', node.address).href;
}

test('a node that only works tells of its generations, its engines and the queue', async () => {
  const address = await worker();
  // The sample content of a first start is generated.
  const metrics = async () => (await fetch(address)).text();
  await expect
    .poll(metrics, { timeout: 30_000, interval: 200 })
    .toMatch(/voiceops_generation_seconds_count\{ended="ready"\} [1-9]/);
  const told = await metrics();
  expect(told).toMatch(/voiceops_job_wait_seconds_count\{job="generateVersion"\} [1-9]/);
  expect(told).toMatch(/voiceops_engine_seconds_count\{engine="flite",outcome="succeeded"\} [1-9]/);
  expect(told).toMatch(/voiceops_audio_cache_total\{answer="miss"\} [1-9]/);
  expect(told).toMatch(/voiceops_queue_jobs\{job="generateVersion"\} \d/);
}, 60_000);
