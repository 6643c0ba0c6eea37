import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../../test/support/client.ts';
import { type StudioScene, studioScene } from '../../test/support/studioScene.ts';
import type { Ears } from '../studio/checks/checked.ts';
import { checkVersion } from './checkVersion.ts';
import { requeueOverdue } from './requeueOverdue.ts';

const ears: Ears = {
  recognizers: [],
  voiceActivity: { version: 'silence', speechSpans: async () => [], close: async () => {} },
};
const broken: Ears = {
  ...ears,
  voiceActivity: {
    ...ears.voiceActivity,
    speechSpans: () => Promise.reject(new TypeError('a fault of ours')),
  },
};

let scene: StudioScene;
let queue: pg.Client;
beforeAll(async () => {
  scene = await studioScene({ ears });
  queue = new pg.Client({ connectionString: scene.db.url });
  await queue.connect();
});
afterAll(async () => {
  await queue?.end();
  await scene?.close();
});

const read = async (id: string) => (await scene.owner('GET', `/versions/${id}/checks`)).body;
const finished = (id: string) =>
  until(
    () => read(id),
    (checks) => checks.finishedAt !== null,
  );

/** A version whose checks wait, without a job to make them. */
async function waiting() {
  const { scriptId } = await scene.script(scene.owner);
  const { id } = await scene.version(scene.owner, scriptId);
  await finished(id);
  const { rows } = await queue.query(
    'update version_checks set items = null, checker = null, finished_at = null where version_id = $1 returning run_id',
    [id],
  );
  const { workspaceId } = scene.workspace;
  return { id, payload: { workspaceId, versionId: id, runId: String(rows[0].run_id) } };
}

test('a check that fails for a reason nobody foresaw ends as not checked with its last try, and can be asked for again', async () => {
  const { id, payload } = await waiting();
  const context = { signal: new AbortController().signal, maxAttempts: 5 };
  const run = (attempt: number) => checkVersion(scene.studio, broken, payload, { ...context, attempt });
  await expect(run(4)).rejects.toThrow('a fault of ours');
  expect(await read(id)).toMatchObject({ summary: { state: 'waiting' }, finishedAt: null });
  await expect(run(5)).rejects.toThrow('a fault of ours');
  const ended = await read(id);
  expect(ended).toMatchObject({ summary: { state: 'not-checked', notChecked: 6 } });
  expect(ended.finishedAt).not.toBeNull();
  for (const { sentence } of ended.checks) {
    expect(sentence).toContain('Have it checked again');
    expect(sentence).not.toContain('a fault of ours');
  }
  expect((await scene.owner('POST', `/versions/${id}/checks`)).body.summary.state).toBe('waiting');
  expect((await finished(id)).checker).toContain('silence');
});

test('a check whose job is lost is made after all; one whose worker died too often ends as not checked', async () => {
  const { database } = scene.db;
  const lost = await waiting();
  const deadly = await waiting();
  // Of a kind that nobody here takes.
  await queue.query('select graphile_worker.add_job($1, $2, job_key => $3, max_attempts => 5)', [
    'nobody',
    '{}',
    `checkVersion:${deadly.id}`,
  ]);
  expect(await requeueOverdue(database)).toBe(0);
  expect(await requeueOverdue(database, 0)).toBe(1);
  expect((await finished(lost.id)).checker).toContain('silence');
  expect(await read(deadly.id)).toMatchObject({ summary: { state: 'waiting' } });

  await queue.query('update graphile_worker._private_jobs set attempts = max_attempts where key = $1', [
    `checkVersion:${deadly.id}`,
  ]);
  expect(await requeueOverdue(database, 0)).toBe(1);
  const ended = await read(deadly.id);
  expect(ended).toMatchObject({ summary: { state: 'not-checked', notChecked: 6 } });
  expect(ended.checks[0].sentence).toContain('broke off');
  expect(await requeueOverdue(database, 0)).toBe(0);
});
