import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Client, clientOf } from '../../test/support/client.ts';
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
  dataDir = await mkdtemp(join(tmpdir(), 'voiceops-revocation-'));
});
afterAll(async () => {
  await scope.close();
  await db?.close();
  await rm(dataDir, { recursive: true, force: true });
});

async function webNode(): Promise<string> {
  const env = readEnv({
    ...OWNER,
    DATABASE_URL: db.url,
    VOICEOPS_DATA_DIR: dataDir,
    VOICEOPS_ROLES: 'web',
    PORT: '0',
  });
  return new URL((await startNode(env, createLog('silent'), scope)).address).origin;
}

test('a key that is revoked on one node ends at once on another, and so do the streams it opened there', async () => {
  const [here, there] = [await webNode(), await webNode()];
  const owner: Client = clientOf(here, { key: OWNER.VOICEOPS_OWNER_API_KEY });
  const made = await owner.post('/api/v1/api-keys', { name: 'Robot', scopes: ['workspace:read'] });
  const robot = clientOf(there, { key: made.body.key });
  expect((await robot.get('/api/v1/me')).status).toBe(200);
  const stream = await fetch(`${there}/api/v1/events`, {
    headers: { authorization: `Bearer ${made.body.key}` },
  });
  expect(stream.status).toBe(200);
  const revokedAt = Date.now();
  await owner.del(`/api/v1/api-keys/${made.body.id}`);
  await expect.poll(async () => (await robot.get('/api/v1/me')).status, { timeout: 3000 }).toBe(401);
  // The text is complete once the server has ended the stream; a heartbeat would come after 15 seconds only.
  await stream.text();
  expect(Date.now() - revokedAt).toBeLessThan(4000);
}, 30_000);
