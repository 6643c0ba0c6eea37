import { eq } from 'drizzle-orm';
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Role } from '../../../shared/access.ts';
import { insertVersion } from '../../../test/support/approvedVersion.ts';
import { type ChannelsScene, callerOf, channelsScene } from '../../../test/support/channels.ts';
import { addMember } from '../../../test/support/database.ts';
import type { Caller } from '../../caller.ts';
import { auditEntries, deployments, releases, versions } from '../../db/schema/index.ts';
import { createApiKey, revokeApiKey } from '../../identity/apiKeys.ts';
import { changeMemberRole, removeMember } from '../../identity/members.ts';
import { runRelease as runReleaseJob } from '../../jobs/runRelease.ts';
import { deployVersion } from './deployVersion.ts';
import { getChannel } from './manageChannels.ts';
import { cancelRelease, createRelease, listReleases, runRelease } from './releases.ts';

let scene: ChannelsScene;
let caller: Caller;
beforeAll(async () => {
  scene = await channelsScene();
  caller = await memberCaller('editor', 'Sam Scheduler');
});
afterAll(() => scene.close());

/** Somebody who is a member, not only a caller. */
async function memberCaller(role: Role, name: string): Promise<Caller> {
  const email = `${name.toLowerCase().replaceAll(' ', '.')}@example.test`;
  const id = await addMember(scene.db, scene.workspaceId, { email, name, role });
  return { ...callerOf(scene.workspaceId, role, name), userId: id, actor: { kind: 'user', id, name } };
}
const approved = (sketch = {}) => insertVersion(scene.db, scene.workspaceId, sketch);
const at = (ms: number) => new Date(Date.now() + ms).toISOString();
const release = (items: Parameters<typeof createRelease>[2]['items'], when?: string) =>
  createRelease(scene.channels, caller, { items, reason: 'Spring campaign', at: when });
const inDatabase = <T>(work: Parameters<typeof scene.db.database.withWorkspace<T>>[1]) =>
  scene.db.database.withWorkspace(scene.workspaceId, work);
const liveIn = async (channel: string, slot: string) =>
  (await getChannel(scene.channels, caller, channel)).slots.find((each) => each.slot === slot)?.live;

test('a release fills all its slots or none', async () => {
  const [one, two] = [await approved(), await approved()];
  const done = await release([
    { channel: 'support-bot', slot: 'a', versionId: one.id },
    { channel: 'sales-intro', slot: 'b', versionId: two.id },
  ]);
  expect(done).toMatchObject({ state: 'done', failure: null });
  expect(await liveIn('sales-intro', 'b')).toMatchObject({
    kind: 'release',
    releaseId: done.id,
    version: { id: two.id },
  });
  const draft = await approved({ status: 'draft' });
  await expect(
    release([
      { channel: 'support-bot', slot: 'a', versionId: two.id },
      { channel: 'sales-intro', slot: 'b', versionId: draft.id },
    ]),
  ).rejects.toMatchObject({
    code: 'not-deployable',
    message: expect.stringMatching(/^sales-intro\/b: .*draft/),
  });
  await expect(
    release([
      { channel: 'support-bot', slot: 'a', versionId: two.id },
      { channel: 'sales-intro', slot: 'b', versionId: one.id, expectedVersionId: null },
    ]),
  ).rejects.toMatchObject({
    code: 'deployment-conflict',
    message: expect.stringMatching(/^sales-intro\/b: /),
  });
  expect((await liveIn('support-bot', 'a'))?.version?.id).toBe(one.id);
  await expect(
    release([
      { channel: 'support-bot', slot: 'a', versionId: two.id },
      { channel: 'support-bot', slot: 'a', versionId: one.id },
    ]),
  ).rejects.toMatchObject({ code: 'validation-failed' });
});

test.each([
  ['a moment ago', () => at(-1_000), /has gone by/],
  ['in the year 9999', () => '9999-01-01T00:00:00Z', /366 days ahead/],
])('a release cannot be planned %s', async (_when, time, message) => {
  const version = await approved();
  const planned = release([{ channel: 'support-bot', slot: 'never', versionId: version.id }], time());
  await expect(planned).rejects.toMatchObject({
    code: 'validation-failed',
    errors: [{ field: 'at', message: expect.stringMatching(message) }],
  });
  expect(await liveIn('support-bot', 'never')).toBeUndefined();
});

test('a plan says what will be heard, where it is listed and at its slot', async () => {
  const version = await approved();
  const shown = { id: version.id, number: 1, scriptTitle: 'Greeting', digest: version.digest };
  const planned = await release(
    [{ channel: 'support-bot', slot: 'hold', versionId: version.id }],
    at(60_000),
  );
  expect(planned.items).toMatchObject([{ slot: 'hold', version: shown }]);
  const { items } = await listReleases(scene.channels, caller, { limit: 1 });
  expect(items).toMatchObject([{ id: planned.id, items: [{ version: shown }] }]);
  const { slots } = await getChannel(scene.channels, caller, 'support-bot');
  expect(slots.find(({ slot }) => slot === 'hold')?.scheduled).toMatchObject([
    { releaseId: planned.id, version: shown },
  ]);
  await cancelRelease(scene.channels, caller, planned.id);
});

test('a scheduled release happens once, in the name of who scheduled it', async () => {
  const version = await approved();
  const planned = await release(
    [{ channel: 'support-bot', slot: 'later', versionId: version.id }],
    at(60_000),
  );
  expect(planned.state).toBe('scheduled');
  const before = await getChannel(scene.channels, caller, 'support-bot');
  expect(before.slots.some((slot) => slot.slot === 'later')).toBe(false);
  const queued = await adminQuery(
    `select run_at from graphile_worker.jobs where task_identifier = 'runRelease' and key = $1`,
    [`release:${planned.id}`],
  );
  expect((queued[0]!.run_at as Date).toISOString()).toBe(planned.at);
  const job = { workspaceId: scene.workspaceId, releaseId: planned.id };
  await Promise.all(Array.from({ length: 4 }, () => runReleaseJob(scene.channels, job, false)));
  const entries = await inDatabase((tx) =>
    tx.select().from(deployments).where(eq(deployments.releaseId, planned.id)),
  );
  expect(entries).toHaveLength(1);
  expect(entries[0]).toMatchObject({ createdByName: 'Sam Scheduler', kind: 'release' });
  const { items } = await listReleases(scene.channels, caller, { limit: 1 });
  expect(items[0]).toMatchObject({ id: planned.id, state: 'done', by: caller.actor });
  const stillPlanned = await listReleases(scene.channels, caller, { limit: 50, state: 'scheduled' });
  expect(stillPlanned.items.some((release) => release.id === planned.id)).toBe(false);
  await expect(cancelRelease(scene.channels, caller, planned.id)).rejects.toMatchObject({ code: 'conflict' });
});

test('a scheduled release that may no longer happen fails as a whole and says why', async () => {
  const [good, spoilt] = [await approved(), await approved()];
  const planned = await release(
    [
      { channel: 'support-bot', slot: 'x', versionId: good.id },
      { channel: 'support-bot', slot: 'y', versionId: spoilt.id },
    ],
    at(60_000),
  );
  await inDatabase((tx) => tx.update(versions).set({ status: 'draft' }).where(eq(versions.id, spoilt.id)));
  await runRelease(scene.channels, scene.workspaceId, planned.id);
  const { items } = await listReleases(scene.channels, caller, { limit: 1 });
  expect(items[0]).toMatchObject({
    state: 'failed',
    failure: expect.stringMatching(/^support-bot\/y: .*draft/),
  });
  expect(await liveIn('support-bot', 'x')).toBeUndefined();
  const [entry] = await inDatabase((tx) =>
    tx.select().from(auditEntries).where(eq(auditEntries.action, 'release.failed')),
  );
  expect(entry).toMatchObject({ subjectId: planned.id, detail: { failure: items[0]!.failure } });
});

test('a scheduled release does not happen once who scheduled it may no longer deploy', async () => {
  const version = await approved();
  const items = [{ channel: 'support-bot', slot: 'orphaned', versionId: version.id }];
  const ended = async (by: Caller, lose: () => Promise<unknown>) => {
    const planned = await createRelease(scene.channels, by, { items, reason: 'Later', at: at(60_000) });
    await lose();
    await runRelease(scene.channels, scene.workspaceId, planned.id);
    const [row] = await inDatabase((tx) => tx.select().from(releases).where(eq(releases.id, planned.id)));
    return row;
  };
  const failed = (name: string) => ({
    state: 'failed',
    failure: expect.stringContaining(`${name}, who scheduled this, may no longer deploy`),
  });
  const owner = await memberCaller('owner', 'Olga Owner');
  const demoted = await memberCaller('editor', 'Dan Demoted');
  expect(
    await ended(demoted, () => changeMemberRole(scene.db.database, owner, demoted.userId, 'viewer')),
  ).toMatchObject(failed('Dan Demoted'));
  const removed = await memberCaller('editor', 'Rita Removed');
  expect(await ended(removed, () => removeMember(scene.db.database, owner, removed.userId))).toMatchObject(
    failed('Rita Removed'),
  );
  const key = await createApiKey(scene.db.database, owner, { name: 'Robot', scopes: ['channels:deploy'] });
  const robot: Caller = { ...owner, role: null, actor: { kind: 'key', id: key.id, name: 'Robot' } };
  expect(await ended(robot, () => revokeApiKey(scene.db.database, owner, key.id))).toMatchObject(
    failed('Robot'),
  );
  expect(await liveIn('support-bot', 'orphaned')).toBeUndefined();
  expect(await ended(owner, async () => {})).toMatchObject({ state: 'done', failure: null });
});

test('a cancelled release does not happen', async () => {
  const version = await approved();
  const planned = await release(
    [{ channel: 'support-bot', slot: 'never', versionId: version.id }],
    at(60_000),
  );
  await cancelRelease(scene.channels, caller, planned.id);
  await runRelease(scene.channels, scene.workspaceId, planned.id);
  expect(await liveIn('support-bot', 'never')).toBeUndefined();
  const [row] = await inDatabase((tx) => tx.select().from(releases).where(eq(releases.id, planned.id)));
  expect(row!.state).toBe('cancelled');
});

test('many releases and deployments of the same slots at once never deadlock, and the ledger stays whole', async () => {
  const pool = await Promise.all(Array.from({ length: 4 }, () => approved()));
  const slotNames = ['p', 'q', 'r', 's'];
  const item = fc.record({ slot: fc.constantFrom(...slotNames), version: fc.nat(pool.length - 1) });
  const plan = fc.uniqueArray(item, { selector: (each) => each.slot, minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(fc.array(plan, { minLength: 4, maxLength: 8 }), async (plans) => {
      // Rejections are deadlocks here: nothing is expected to be live, so nothing may conflict.
      await Promise.all(
        plans.map((items) =>
          items.length === 1
            ? deployVersion(scene.channels, caller, {
                channel: 'course-narration',
                slot: items[0]!.slot,
                versionId: pool[items[0]!.version]!.id,
                reason: 'Storm',
              })
            : release(
                items.map(({ slot, version }) => ({
                  channel: 'course-narration',
                  slot,
                  versionId: pool[version]!.id,
                })),
              ),
        ),
      );
    }),
    { numRuns: 12 },
  );
  const entries = await inDatabase((tx) =>
    tx.select().from(deployments).orderBy(deployments.createdAt, deployments.id),
  );
  for (const slotId of new Set(entries.map((entry) => entry.slotId))) {
    const ledger = entries.filter((entry) => entry.slotId === slotId);
    expect(ledger.filter((entry) => entry.endedAt === null)).toHaveLength(1);
    for (const [index, entry] of ledger.entries()) {
      expect(entry.replacedVersionId).toBe(ledger[index - 1]?.versionId ?? null);
      expect(entry.endedAt).toEqual(ledger[index + 1]?.createdAt ?? null);
    }
  }
});

async function adminQuery(text: string, values: unknown[]): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: scene.db.url });
  await client.connect();
  const { rows } = await client.query(text, values);
  await client.end();
  return rows;
}
