import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { insertVersion } from '../../test/support/approvedVersion.ts';
import { type ChannelsScene, callerOf, channelsScene } from '../../test/support/channels.ts';
import { createRelease } from '../studio/channels/releases.ts';
import { createWebhook, testWebhook } from '../webhooks/manageWebhooks.ts';
import { requeueOverdue } from './requeueOverdue.ts';

let scene: ChannelsScene;
let queue: pg.Client;
beforeAll(async () => {
  scene = await channelsScene();
  queue = new pg.Client({ connectionString: scene.db.url });
  await queue.connect();
});
afterAll(async () => {
  await queue?.end();
  await scene?.close();
});

test('a delivery and a release whose job used up its runs are queued again once they are due', async () => {
  const { db, channels, workspaceId } = scene;
  const owner = callerOf(workspaceId, 'owner');
  const webhooks = { database: db.database, audioStore: channels.audioStore, allowPrivateNetworks: true };
  const webhook = await createWebhook(webhooks, owner, { url: 'http://127.0.0.1:9/', events: ['ping'] });
  const delivery = await testWebhook(webhooks, owner, webhook.id);
  const version = await insertVersion(db, workspaceId);
  const items = [{ channel: 'support-bot', slot: 'greeting', versionId: version.id }];
  const at = new Date(Date.now() + 60_000).toISOString();
  const release = await createRelease(channels, owner, { items, reason: 'Test', at });
  const keys = [`webhook:${delivery.id}`, `release:${release.id}`];
  const waiting = async () => {
    const { rows } = await queue.query(
      'select key from graphile_worker.jobs where key = any($1) and attempts < max_attempts and run_at <= now()',
      [keys],
    );
    return rows.map(({ key }) => key).sort();
  };
  const due = () => requeueOverdue(db.database, 0);

  expect(await due()).toBe(0);
  await queue.query('update graphile_worker._private_jobs set attempts = max_attempts where key = any($1)', [
    keys,
  ]);
  expect(await due()).toBe(1);
  expect(await waiting()).toEqual([keys[0]]);
  await queue.query("update releases set at = now() - interval '1 s' where id = $1", [release.id]);
  expect(await due()).toBe(1);
  expect(await waiting()).toEqual([...keys].sort());
  // A job that runs is as good as one that waits, also in its last run; one that is lost is not.
  await queue.query(
    "update graphile_worker._private_jobs set attempts = max_attempts, locked_at = now(), locked_by = 'w' where key = any($1)",
    [keys],
  );
  expect(await due()).toBe(0);
  await queue.query('delete from graphile_worker._private_jobs where key = any($1)', [keys]);
  expect(await due()).toBe(2);
  expect(await waiting()).toEqual([...keys].sort());
});
