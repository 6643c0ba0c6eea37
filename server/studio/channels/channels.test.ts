import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { insertVersion } from '../../../test/support/approvedVersion.ts';
import { type ChannelsScene, callerOf, channelsScene } from '../../../test/support/channels.ts';
import type { Caller } from '../../caller.ts';
import { audioObjects, auditEntries, deployments, versions } from '../../db/schema/index.ts';
import { ProblemError } from '../../problem.ts';
import { audioKey } from '../../storage/audioStore.ts';
import { listCandidates } from './candidates.ts';
import { deployVersion } from './deployVersion.ts';
import { listChannels, listDeployments } from './listChannels.ts';
import { createChannel, getChannel, updateChannel } from './manageChannels.ts';
import { createRelease } from './releases.ts';
import { readRollBack, rollBack } from './rollBack.ts';
import { withdraw } from './withdraw.ts';

let scene: ChannelsScene;
let caller: Caller;
beforeAll(async () => {
  scene = await channelsScene();
  caller = callerOf(scene.workspaceId, 'owner');
});
afterAll(() => scene.close());

const approved = (sketch = {}) => insertVersion(scene.db, scene.workspaceId, sketch);
const deploy = (slot: string, versionId: string, more = {}) =>
  deployVersion(scene.channels, caller, {
    channel: 'support-bot',
    slot,
    versionId,
    reason: 'Launch',
    ...more,
  });
const inDatabase = <T>(work: Parameters<typeof scene.db.database.withWorkspace<T>>[1]) =>
  scene.db.database.withWorkspace(scene.workspaceId, work);

test('a workspace starts with three channels and their empty slots', async () => {
  const { items, nextCursor } = await listChannels(scene.channels, caller, { limit: 2 });
  expect(items.map((channel) => channel.slug)).toEqual(['support-bot', 'sales-intro']);
  expect(items[0]!.slots.map((slot) => slot.slot)).toEqual(['greeting', 'hold', 'goodbye']);
  expect(items[0]!.slots.every((slot) => slot.live === null)).toBe(true);
  const rest = await listChannels(scene.channels, caller, { limit: 2, cursor: nextCursor! });
  expect(rest.items.map((channel) => channel.slug)).toEqual(['course-narration']);
  expect(rest.nextCursor).toBeNull();
});

test('a deployment is in the ledger, the audit log and, in the clear, in storage', async () => {
  const [first, second] = [await approved(), await approved()];
  const live = await deploy('ledger', first.id);
  expect(live).toMatchObject({ kind: 'deploy', endedAt: null, replacedVersionId: null, reason: 'Launch' });
  expect(live.version).toMatchObject({ id: first.id, digest: first.digest, scriptTitle: 'Greeting' });
  await deploy('ledger', second.id, { expectedVersionId: first.id });
  const ledger = await listDeployments(scene.channels, caller, 'support-bot', { slot: 'ledger', limit: 10 });
  expect(ledger.items.map((entry) => entry.version?.id)).toEqual([second.id, first.id]);
  expect(ledger.items[0]).toMatchObject({ replacedVersionId: first.id, endedAt: null });
  expect(ledger.items[1]!.endedAt).toBe(ledger.items[0]!.at);
  const rows = await inDatabase((tx) =>
    tx.select().from(audioObjects).where(eq(audioObjects.digest, first.digest)),
  );
  expect(rows.map((row) => row.format).sort()).toEqual(['mp3', 'opus', 'wav']);
  for (const row of rows) {
    expect(row).toMatchObject({ state: 'stored', kind: 'published', wrappedKey: null });
    const bytes = await scene.channels.audioStore.getPublished(audioKey(scene.workspaceId, row.id));
    expect(bytes).toEqual(
      (await scene.channels.renditionBytes(scene.workspaceId, first.id, row.format as 'wav')).bytes,
    );
  }
  const audit = await inDatabase((tx) =>
    tx.select().from(auditEntries).where(eq(auditEntries.subjectName, 'support-bot/ledger')),
  );
  expect(audit.map((entry) => entry.detail.versionId)).toEqual([first.id, second.id]);
});

test.each([
  [{ state: 'generating' as const, status: 'draft' as const }, /still being generated/],
  [{ state: 'failed' as const, status: 'draft' as const }, /could not be generated/],
  [{ status: 'draft' as const }, /is a draft/],
  [{ status: 'in_review' as const }, /still in review/],
  [{ status: 'archived' as const }, /archived/],
  [{ approvals: [] }, /asks for one approval; version 1 has none that counts/],
  [{ approvals: [{ withdrawn: true }] }, /none that counts/],
  [{ approvals: [{ digest: 'f'.repeat(64) }] }, /none that counts/],
])('what may not go live is refused in words, and nothing is published: %o', async (sketch, reason) => {
  const version = await approved(sketch);
  await expect(deploy('refused', version.id)).rejects.toMatchObject({
    code: 'not-deployable',
    message: expect.stringMatching(reason),
  });
  const published = await inDatabase((tx) =>
    tx.select().from(audioObjects).where(eq(audioObjects.digest, version.digest)),
  );
  expect(published).toEqual([]);
});

test('a channel can ask for more people, for roles, and refuse approvals by the author', async () => {
  await createChannel(scene.channels, caller, {
    slug: 'strict',
    name: 'Strict',
    description: '',
    rules: { requiredApprovals: 2, approverRoles: ['admin'], allowSelfApproved: false },
    slots: ['line'],
  });
  const to = (versionId: string) =>
    deployVersion(scene.channels, caller, { channel: 'strict', slot: 'line', versionId, reason: 'x' });
  const one = await approved({ approvals: [{ by: 'Ann' }] });
  await expect(to(one.id)).rejects.toThrow(
    'asks for 2 approvals by different people; version 1 has 1 (Ann).',
  );
  const self = await approved({ approvals: [{ by: 'Ann' }, { by: 'Edda', selfApproved: true }] });
  await expect(to(self.id)).rejects.toThrow('Approvals by its own author do not count');
  const noAdmin = await approved({ approvals: [{ by: 'Ann' }, { by: 'Bea' }] });
  await expect(to(noAdmin.id)).rejects.toThrow('a person with the role admin');
  const good = await approved({ approvals: [{ by: 'Ann' }, { by: 'Bea', role: 'admin' }] });
  await expect(to(good.id)).resolves.toMatchObject({ channel: 'strict' });

  const { items } = await listCandidates(scene.channels, caller, 'strict', { limit: 200 });
  const byId = new Map(items.map((item) => [item.versionId, item]));
  expect(byId.get(good.id)).toMatchObject({
    deployable: true,
    reason: expect.stringContaining('2 approvals'),
  });
  expect(byId.get(noAdmin.id)).toMatchObject({
    deployable: false,
    reason: expect.stringContaining('role admin'),
  });

  await updateChannel(scene.channels, caller, 'strict', { rules: { approverRoles: [] }, addSlots: ['hold'] });
  await expect(to(noAdmin.id)).resolves.toMatchObject({ channel: 'strict' });
  const channel = await getChannel(scene.channels, caller, 'strict');
  expect(channel.rules).toEqual({ requiredApprovals: 2, approverRoles: [], allowSelfApproved: false });
  expect(channel.slots.map((slot) => slot.slot)).toEqual(['line', 'hold']);
});

test('nothing goes live once its caller was told that it took too long', async () => {
  const version = await approved();
  const overdue = new AbortController();
  const slow = {
    ...scene.channels,
    async renditionBytes(...which: Parameters<typeof scene.channels.renditionBytes>) {
      overdue.abort(new ProblemError('timeout', 'It took too long.'));
      return scene.channels.renditionBytes(...which);
    },
  };
  const input = { channel: 'support-bot', slot: 'overdue', versionId: version.id, reason: 'x' };
  await expect(deployVersion(slow, caller, input, overdue.signal)).rejects.toMatchObject({ code: 'timeout' });
  const { signal } = overdue;
  await expect(deployVersion(scene.channels, caller, input, signal)).rejects.toMatchObject({
    code: 'timeout',
  });
  const items = [{ ...input }];
  const releasing = createRelease(scene.channels, caller, { items, reason: 'x' }, signal);
  await expect(releasing).rejects.toMatchObject({ code: 'timeout' });
  const rows = await inDatabase((tx) =>
    tx.select().from(deployments).where(eq(deployments.versionId, version.id)),
  );
  expect(rows).toEqual([]);
});

test('candidates come page by page, approved ones first', async () => {
  const all = await listCandidates(scene.channels, caller, 'support-bot', { limit: 200 });
  const paged: typeof all.items = [];
  let cursor: string | undefined;
  do {
    const page = await listCandidates(scene.channels, caller, 'support-bot', { limit: 2, cursor });
    paged.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  expect(paged).toEqual(all.items);
  const first = all.items.findIndex((item) => /draft|in review/.test(item.reason));
  expect(first).toBeGreaterThan(0);
  expect(all.items.slice(first).some((item) => item.deployable)).toBe(false);
});

test('of many who deploy at once only one wins, and the others learn who', async () => {
  const candidates = await Promise.all(Array.from({ length: 6 }, () => approved()));
  const outcomes = await Promise.allSettled(
    candidates.map((version, index) =>
      deployVersion(scene.channels, callerOf(scene.workspaceId, 'editor', `Editor ${index}`), {
        channel: 'support-bot',
        slot: 'race',
        versionId: version.id,
        reason: 'Race',
        expectedVersionId: null,
      }),
    ),
  );
  const won = outcomes.filter((outcome) => outcome.status === 'fulfilled');
  expect(won).toHaveLength(1);
  for (const outcome of outcomes)
    if (outcome.status === 'rejected')
      expect(outcome.reason).toMatchObject({
        code: 'deployment-conflict',
        message: expect.stringContaining(`${won[0]!.value.by.name} deployed version 1`),
      });
});

test('rolling back goes to what was live before, a second time back again, and skips the archived', async () => {
  const versionIds = [await approved(), await approved(), await approved()].map((version) => version.id);
  const [first, second, third] = versionIds as [string, string, string];
  const back = () =>
    rollBack(scene.channels, caller, { channel: 'support-bot', slot: 'back', reason: 'Too loud' });
  await expect(back()).rejects.toMatchObject({ code: 'not-found' });
  await deploy('back', first);
  await expect(back()).rejects.toMatchObject({ code: 'nothing-to-roll-back' });
  await deploy('back', second);
  await deploy('back', third);
  expect((await back()).version?.id).toBe(second);
  expect((await back()).version?.id).toBe(third);
  await inDatabase((tx) => tx.update(versions).set({ status: 'archived' }).where(eq(versions.id, second)));
  expect(await back()).toMatchObject({ kind: 'rollback', version: { id: first } });

  const emptied = await withdraw(scene.channels, caller, {
    channel: 'support-bot',
    slot: 'back',
    reason: 'Wrong',
  });
  expect(emptied).toMatchObject({ kind: 'withdraw', version: null, replacedVersionId: first, endedAt: null });
  const { slots } = await getChannel(scene.channels, caller, 'support-bot');
  expect(slots.find((slot) => slot.slot === 'back')).toMatchObject({
    live: null,
    emptied: { id: emptied.id, reason: 'Wrong' },
  });
  expect(slots.filter((slot) => slot.emptied)).toHaveLength(1);
  await expect(
    withdraw(scene.channels, caller, { channel: 'support-bot', slot: 'back', reason: 'Again' }),
  ).rejects.toMatchObject({ code: 'conflict' });
  expect((await back()).version?.id).toBe(first);
  const refilled = (await getChannel(scene.channels, caller, 'support-bot')).slots;
  expect(refilled.find((slot) => slot.slot === 'back')?.emptied).toBeNull();
  const open = await inDatabase((tx) =>
    tx
      .select()
      .from(deployments)
      .where(sql`slot_id = (select id from slots where slug = 'back') and ended_at is null`),
  );
  expect(open).toHaveLength(1);
});

test('who goes back or withdraws without having seen what is live now changes nothing', async () => {
  const [first, second] = [(await approved()).id, (await approved()).id];
  const place = { channel: 'support-bot', slot: 'seen' };
  await deploy('seen', first);
  expect(await readRollBack(scene.channels, caller, place)).toEqual({ version: null });
  await deploy('seen', second);
  expect(await readRollBack(scene.channels, caller, place)).toMatchObject({
    version: { id: first, number: 1, scriptTitle: 'Greeting' },
  });
  const input = { ...place, reason: 'Too loud', expectedVersionId: second };
  const outcomes = await Promise.allSettled([
    rollBack(scene.channels, caller, input),
    rollBack(scene.channels, caller, input),
  ]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  for (const act of [rollBack, withdraw])
    await expect(act(scene.channels, caller, input)).rejects.toMatchObject({ code: 'deployment-conflict' });
  const { items } = await listDeployments(scene.channels, caller, 'support-bot', { slot: 'seen', limit: 9 });
  expect(items.map(({ version }) => version?.id)).toEqual([first, second, first]);
  await withdraw(scene.channels, caller, { ...input, expectedVersionId: first });
  await expect(
    withdraw(scene.channels, caller, { ...input, expectedVersionId: first }),
  ).rejects.toMatchObject({
    code: 'deployment-conflict',
  });
  const back = await rollBack(scene.channels, caller, { ...input, expectedVersionId: null });
  expect(back.version?.id).toBe(first);
});

test('another workspace sees and touches nothing', async () => {
  const other = await channelsScene();
  const version = await approved();
  const stranger = callerOf(other.workspaceId, 'owner');
  const input = { channel: 'support-bot', slot: 'greeting', versionId: version.id, reason: 'Theft' };
  await expect(deployVersion(other.channels, stranger, input)).rejects.toMatchObject({ code: 'not-found' });
  await expect(deployVersion(scene.channels, stranger, input)).rejects.toMatchObject({ code: 'not-found' });
  await other.close();
});
