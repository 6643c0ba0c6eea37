import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import pg from 'pg';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type StudioScene, studioScene } from '../../../test/support/studioScene.ts';
import { ownerCaller } from '../../identity/createWorkspace.ts';
import { ProblemError } from '../../problem.ts';
import type { Speech } from '../../speech/contract.ts';
import { sweepPending, sweepStrayFiles } from '../audio/sweepAudio.ts';
import { createSampleContent } from '../sample/createSampleContent.ts';
import { MAX_ATTEMPTS } from './generationJob.ts';
import { recoverGenerations } from './recoverGenerations.ts';
import { type AttemptEnd, runGeneration } from './runGeneration.ts';

const DOOMED = fileURLToPath(new URL('../../../test/support/doomedGeneration.ts', import.meta.url));
let scene: StudioScene;
let scriptId: string;
beforeAll(async () => {
  scene = await studioScene({ worker: false });
  ({ scriptId } = await scene.script(scene.owner, 'Hello.'));
});
afterAll(() => scene?.close());

const queued = async (): Promise<string> =>
  (await scene.owner('POST', `/scripts/${scriptId}/versions`, { voiceId: 'flite:kal' })).body.id;
const run = (
  versionId: string,
  studio = scene.studio,
  stop = new AbortController().signal,
): Promise<AttemptEnd> =>
  runGeneration(studio, { workspaceId: scene.workspace.workspaceId, versionId }, stop);
const rows = async (query: ReturnType<typeof sql>) =>
  scene.db.database.withWorkspace(scene.workspace.workspaceId, async (tx) => (await tx.execute(query)).rows);
const stateOf = async (id: string) => (await scene.owner('GET', `/versions/${id}`)).body.state;
const files = async () => {
  const found: string[] = [];
  for await (const key of scene.studio.audioStore.bytes.list('audio/')) found.push(key);
  return found.length;
};

test.each(['claimed', 'spoken', 'stored'])(
  'a worker killed once the version is %s leaves a version that the next one finishes, and no audio',
  async (point) => {
    const id = await queued();
    const before = await files();
    const { folder, masterKey } = scene.storage;
    const args = [scene.db.url, folder, masterKey, scene.workspace.workspaceId, id, point];
    const child = spawn(process.execPath, ['--import', 'tsx', DOOMED, ...args], { stdio: 'inherit' });
    const [, signal] = await once(child, 'exit');
    expect([signal, await stateOf(id)]).toEqual(['SIGKILL', 'generating']);
    // What it had an engine speak stands in the accounts, settled or not.
    const spoken = await rows(sql`select characters from usage_entries where version_id = ${id}`);
    expect(spoken).toEqual(point === 'claimed' ? [] : [{ characters: expect.any(Number) }]);
    // The database lets go of the dead worker's session in its own time.
    await expect.poll(async () => (await run(id)).ended).toBe('ready');
    await sweepPending(scene.studio, 0);
    await sweepStrayFiles(scene.studio, 0);
    expect(await rows(sql`select 1 from audio_objects where state = 'pending'`)).toEqual([]);
    expect(await files()).toBe(before + 1);
    const made = await rows(
      sql`select 1 from audit_entries where action = 'version.ready' and subject_id = ${id}`,
    );
    expect(made).toHaveLength(1);
  },
);

test('two attempts at once: one generates, the other does nothing; what is under way is neither recovered nor swept', async () => {
  const id = await queued();
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const slow: Speech = {
    ...scene.studio.speech,
    speak: async (request) => {
      await held;
      return scene.studio.speech.speak(request);
    },
  };
  const first = run(id, { ...scene.studio, speech: slow });
  await expect.poll(() => stateOf(id)).toBe('generating');
  expect(await run(id)).toEqual({ ended: 'nothing-to-do' });
  await recoverGenerations(scene.studio, 0);
  expect([await sweepPending(scene.studio, 0), await sweepStrayFiles(scene.studio, 0)]).toEqual([0, 0]);
  expect(await stateOf(id)).toBe('generating');
  release();
  expect(await first).toEqual({ ended: 'ready' });
});

test('more attempts at once than the database pool has connections all end', async () => {
  const ids = await Promise.all(Array.from({ length: 14 }, queued));
  const ends = await Promise.all(ids.map((id) => run(id)));
  expect(ends.map(({ ended }) => ended)).toEqual(ids.map(() => 'ready'));
});

test('a late result of a cancelled version is not taken, and its audio is removed', async () => {
  const id = await queued();
  const before = await files();
  const deaf: Speech = {
    ...scene.studio.speech,
    speak: async (request) => {
      await scene.owner('POST', `/versions/${id}/cancel`);
      return scene.studio.speech.speak({ ...request, signal: new AbortController().signal });
    },
  };
  expect(await run(id, { ...scene.studio, speech: deaf })).toEqual({ ended: 'overtaken' });
  expect([await stateOf(id), await files()]).toEqual(['cancelled', before]);
});

test('an engine that hiccups is tried again with back-off, and fails in the end with its reason', async () => {
  const id = await queued();
  const broken = (code: 'engine-unavailable' | 'unsupported-markup'): Speech => ({
    ...scene.studio.speech,
    speak: async () => {
      throw new ProblemError(code, 'The engine is away.');
    },
  });
  for (let attempt = 1; attempt < MAX_ATTEMPTS; attempt++) {
    expect(await run(id, { ...scene.studio, speech: broken('engine-unavailable') })).toMatchObject({
      ended: 'requeued',
    });
    expect(await stateOf(id)).toBe('queued');
  }
  expect(await run(id, { ...scene.studio, speech: broken('engine-unavailable') })).toMatchObject({
    ended: 'failed',
  });
  expect((await scene.owner('GET', `/versions/${id}`)).body).toMatchObject({
    state: 'failed',
    failure: { code: 'engine-unavailable', message: 'The engine is away.', retryable: true },
  });
  const permanent = await queued();
  expect(await run(permanent, { ...scene.studio, speech: broken('unsupported-markup') })).toMatchObject({
    ended: 'failed',
  });
});

test('a shutdown leaves the version to the next worker, and counts as nobody’s failure', async () => {
  const id = await queued();
  const stop = new AbortController();
  const stopped: Speech = {
    ...scene.studio.speech,
    speak: async (request) => {
      stop.abort(new Error('stopping'));
      return scene.studio.speech.speak(request);
    },
  };
  await expect(run(id, { ...scene.studio, speech: stopped }, stop.signal)).rejects.toThrow('stopping');
  expect(await rows(sql`select state, attempts from versions where id = ${id}`)).toEqual([
    { state: 'queued', attempts: 0 },
  ]);
  expect(await run(id)).toEqual({ ended: 'ready' });
});

test('a version whose job was lost is queued again, also when its attempt died', async () => {
  const [waiting, dead] = [await queued(), await queued()];
  const admin = new pg.Client({ connectionString: scene.db.url });
  await admin.connect();
  try {
    const keys = [waiting, dead].map((id) => `generateVersion:${id}`);
    const jobs = async () =>
      (await admin.query('select 1 from graphile_worker.jobs where key = any($1)', [keys])).rowCount;
    await recoverGenerations(scene.studio, 0);
    expect(await jobs()).toBe(2);
    for (const key of keys) await admin.query('select graphile_worker.remove_job($1)', [key]);
    await admin.query("update versions set state = 'generating', attempt_id = $1 where id = $2", [
      v7(),
      dead,
    ]);
    expect(await jobs()).toBe(0);
    await recoverGenerations(scene.studio, 0);
    expect([await jobs(), await stateOf(dead)]).toEqual([2, 'queued']);
  } finally {
    await admin.end();
  }
});

test('sample content is made once and whole, in an empty workspace only', async () => {
  const fresh = await studioScene({ worker: false });
  try {
    const { workspaceId, ownerId } = fresh.workspace;
    const caller = ownerCaller(workspaceId, ownerId, 'Olga Owner', 'test');
    await Promise.all([createSampleContent(fresh.studio, caller), createSampleContent(fresh.studio, caller)]);
    const { body } = await fresh.owner('GET', '/projects');
    expect(body.items.map((project: { purpose: string }) => project.purpose)).toEqual([
      'support',
      'sales',
      'education',
    ]);
    const scripts = await fresh.owner('GET', `/projects/${body.items[0].id}/scripts`);
    expect(scripts.body.items[0]).toMatchObject({ title: 'Greeting', versionCount: 3 });
    const versions = await fresh.owner('GET', `/scripts/${scripts.body.items[0].id}/versions`);
    expect(
      new Set(versions.body.items.map((version: { voice: { id: string } }) => version.voice.id)).size,
    ).toBe(2);
  } finally {
    await fresh.close();
  }
});

test('when the session that holds the attempts is lost, all of them are interrupted and wait for the next worker', async () => {
  const ids = [await queued(), await queued()];
  let started = 0;
  const waiting: Speech = {
    ...scene.studio.speech,
    speak: ({ signal }) =>
      new Promise((_resolve, reject) => {
        started++;
        signal.addEventListener('abort', () => reject(new Error('interrupted')));
      }),
  };
  const runs = Promise.allSettled(ids.map((id) => run(id, { ...scene.studio, speech: waiting })));
  await expect.poll(() => started).toBe(2);
  const admin = new pg.Client({ connectionString: scene.db.url });
  await admin.connect();
  try {
    const { rows: sessions } = await admin.query(
      `select distinct pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted
         and database = (select oid from pg_database where datname = current_database())`,
    );
    // A session of an earlier test may end by itself meanwhile.
    expect(sessions).toContainEqual({ pg_terminate_backend: true });
  } finally {
    await admin.end();
  }
  expect((await runs).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await Promise.all(ids.map((id) => stateOf(id)))).toEqual(['queued', 'queued']);
  expect((await Promise.all(ids.map((id) => run(id)))).map(({ ended }) => ended)).toEqual(['ready', 'ready']);
});
