import { sql } from 'drizzle-orm';
import pg from 'pg';
import { afterEach, expect, test, vi } from 'vitest';
import { type StudioScene, studioScene } from '../../../test/support/studioScene.ts';
import type { Caller } from '../../caller.ts';
import type { Jobs } from '../../db/jobs.ts';
import { ownerCaller } from '../../identity/createWorkspace.ts';
import { createDefaultChannels } from '../channels/manageChannels.ts';
import { runGeneration } from '../generation/runGeneration.ts';
import { createSampleContent } from './createSampleContent.ts';
import { showSample } from './showSample.ts';

let scene: StudioScene;
afterEach(() => scene.close());

async function furnished(options: { worker: boolean }): Promise<Caller> {
  scene = await studioScene(options);
  const { workspaceId, ownerId } = scene.workspace;
  const owner = ownerCaller(workspaceId, ownerId, 'Olga Owner', 'test');
  await scene.db.database.withWorkspace(workspaceId, (tx) => createDefaultChannels(tx, workspaceId, owner));
  await createSampleContent(scene.studio, owner);
  return owner;
}

const rows = async (query: ReturnType<typeof sql>) =>
  (
    await scene.db.database.withWorkspace(scene.workspace.workspaceId, (tx) =>
      tx.execute<Record<string, unknown>>(query),
    )
  ).rows;
const LIVE = sql`select c.slug as channel, s.slug as slot, d.reason, d.created_by_name as by, v.status
  from slots s join channels c on c.id = s.channel_id join deployments d on d.id = s.live_deployment_id
  join versions v on v.id = d.version_id order by c.slug, s.slug`;
const REVIEWS = sql`select status, count(*)::int as versions from versions group by status order by status`;

test('once its audio is ready, sample content fills the review queue and the channels, marked as what it is', async () => {
  await furnished({ worker: true });
  await expect
    .poll(() => rows(LIVE), { timeout: 90_000, interval: 100 })
    .toMatchObject([
      { channel: 'course-narration', slot: 'welcome', status: 'approved', by: 'Olga Owner' },
      { channel: 'sales-intro', slot: 'intro', status: 'approved' },
      { channel: 'support-bot', slot: 'greeting', status: 'approved' },
      { channel: 'support-bot', slot: 'hold', status: 'approved' },
    ]);
  await expect
    .poll(() => rows(REVIEWS), { timeout: 20_000, interval: 100 })
    .toEqual([
      { status: 'approved', versions: 6 },
      { status: 'draft', versions: 4 },
      { status: 'in_review', versions: 5 },
    ]);
  // The only member approved their own: every approval says so, and binds what was generated.
  expect(
    await rows(sql`select bool_and(a.self_approved and v.self_approved and a.digest = v.digest) as honest
      from approvals a join versions v on v.id = a.version_id`),
  ).toEqual([{ honest: true }]);
  expect(await rows(sql`select distinct note from status_changes order by note`)).toEqual([
    { note: expect.stringMatching(/^Part of the sample content: approved .* Nobody has listened/) },
    { note: expect.stringMatching(/^Part of the sample content: submitted/) },
  ]);
  expect(await rows(sql`select distinct created_by_kind, created_by_name from comments`)).toEqual([
    { created_by_kind: 'system', created_by_name: 'Sample content' },
  ]);
  expect(
    await rows(sql`select action, count(*)::int as entries from audit_entries
      where action in ('version.submitted', 'version.approved', 'deployment.created') group by action order by action`),
  ).toMatchObject([{ entries: 4 }, { entries: 6 }, { entries: 11 }]);
}, 150_000);

/** The queued work of the sample, as a worker would take it. */
const jobs = async () => (await queued()).map(({ payload }) => payload);

async function queued() {
  const admin = new pg.Client({ connectionString: scene.db.url });
  await admin.connect();
  try {
    const found = await admin.query<{ payload: Jobs['showSample']; inMs: number }>(
      `select j.payload, (extract(epoch from j.run_at - now()) * 1000)::int as "inMs" from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
       where t.identifier = 'showSample' order by j.id`,
    );
    return found.rows;
  } finally {
    await admin.end();
  }
}

test('it may be cut off and called again at any point, and leaves what people did', async () => {
  const owner = await furnished({ worker: false });
  const all = await jobs();
  const [first, second, third] = all.filter((job) => job.showing.live).slice(0, 3) as [
    Jobs['showSample'],
    Jobs['showSample'],
    Jobs['showSample'],
  ];
  await showSample(scene.channels, owner, first);
  expect(await rows(REVIEWS)).toEqual([{ status: 'draft', versions: 15 }]);
  expect((await jobs()).length).toBe(all.length);
  // The longer the audio takes, the less often it is looked for.
  const LATER_MS = 45_000;
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + LATER_MS });
  await showSample(scene.channels, owner, first).finally(() => vi.useRealTimers());
  const again = (await queued()).find(({ payload }) => payload.versionId === first.versionId)!;
  expect(again.inMs - LATER_MS).toBeGreaterThan(10_000);
  expect(again.inMs - LATER_MS).toBeLessThan(30_000);
  for (const { workspaceId, versionId } of [first, second, third])
    await runGeneration(scene.studio, { workspaceId, versionId }, new AbortController().signal);

  // Cut off between approval and deployment: the deployment is made up for.
  const broken = { ...scene.channels, renditionBytes: () => Promise.reject(new Error('killed')) };
  await expect(showSample(broken, owner, first)).rejects.toThrow('killed');
  expect(await rows(LIVE)).toEqual([]);
  await Promise.all([showSample(scene.channels, owner, first), showSample(scene.channels, owner, first)]);
  const { channel, slot } = first.showing.live!;
  expect(await rows(LIVE)).toMatchObject([{ channel, slot }]);
  expect(await rows(sql`select count(*)::int as approvals from approvals`)).toEqual([{ approvals: 1 }]);
  expect(await rows(sql`select count(*)::int as entries from deployments`)).toEqual([{ entries: 1 }]);

  // Somebody submitted one, and sent it back: it stays a draft.
  await scene.owner('POST', `/versions/${second.versionId}/status`, { to: 'in_review' });
  await scene.owner('POST', `/versions/${second.versionId}/status`, { to: 'draft', note: 'Too fast.' });
  await showSample(scene.channels, owner, second);
  expect((await scene.owner('GET', `/versions/${second.versionId}`)).body.status).toBe('draft');

  // A colleague could approve by now, so nobody approves their own: it waits in review.
  await scene.join('reviewer', 'Rita Reviewer');
  await showSample(scene.channels, owner, third);
  expect((await scene.owner('GET', `/versions/${third.versionId}`)).body).toMatchObject({
    status: 'in_review',
    approvals: [],
    live: [],
  });
}, 60_000);
