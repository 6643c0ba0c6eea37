import { createHash, randomInt } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseWav } from '../../server/audio/wav.ts';
import { openDatabase } from '../../server/db/database.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../server/db/embedded/index.ts';
import { seededRandom } from '../../server/simulator/seededRandom.ts';
import { encryptedAudioStore } from '../../server/storage/encryptedAudioStore.ts';
import { openFolderStore } from '../../server/storage/folderStore.ts';
import { fixedMasterKeys, parseMasterKeys } from '../../server/storage/masterKeys.ts';
import { sweepPending, sweepStrayFiles } from '../../server/studio/audio/sweepAudio.ts';
import { digestOf } from '../../server/studio/digest.ts';
import { type Client, clientOf, until } from '../support/client.ts';
import { copyInstallation } from '../support/installation.ts';
import { NO_LIMITS, OWNER, type RunningNode, startNode } from '../support/node.ts';
import { killTree, signal } from '../support/processes.ts';

const GENERATIONS = 200;
const KILLS = 24;
/** What may be acknowledged and not worked off when a kill is due: so none comes when everything is done. */
const MOST_WAITING = 10;
const ASKERS = 4;
const ENDED = ['ready', 'failed', 'cancelled'];
const TEXTS = [
  'One moment.',
  'Please hold the line.',
  'Goodbye, <break time="200ms"/> and thank you.',
] as const;

const seed = Number(process.env.VOICEOPS_TEST_SEED ?? randomInt(2 ** 31));
const random = seededRandom(seed);

let dir: string;
let postgres: EmbeddedPostgres;
let env: Record<string, string>;
let web: RunningNode;
let worker: RunningNode;
let key: Client;
let db: pg.Pool;

/** A worker that finds no database ends; whoever watches over it starts it again. */
async function startWorker(): Promise<RunningNode> {
  for (const deadline = Date.now() + 60_000; ; ) {
    try {
      const started = await startNode({ ...env, VOICEOPS_ROLES: 'worker' }, dir);
      started.process.once('exit', (code, killedBy) => {
        if (killedBy === null && code !== 0)
          console.error(`the worker ended by itself with ${code}:\n${started.output()}`);
      });
      return started;
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
  }
}

beforeAll(async () => {
  console.log(`durability: VOICEOPS_TEST_SEED=${seed} repeats the choices of this run`);
  dir = await mkdtemp(join(tmpdir(), 'voiceops-durability-'));
  // The sample workspace's own generations and checks would be in the way.
  await copyInstallation(dir);
  postgres = await startEmbeddedPostgres({ dataDir: join(dir, 'postgres'), log: pino({ level: 'silent' }) });
  env = { ...OWNER, ...NO_LIMITS, DATABASE_URL: postgres.url };
  web = await startNode({ ...env, VOICEOPS_ROLES: 'web' }, dir);
  worker = await startWorker();
  key = clientOf(web.url, { key: OWNER.VOICEOPS_OWNER_API_KEY });
  db = new pg.Pool({ connectionString: postgres.url });
  db.on('error', () => undefined);
}, 150_000);

afterAll(async () => {
  await worker?.stop();
  await web?.stop();
  await db?.end();
  await postgres?.stop();
  await rm(dir, { recursive: true, force: true });
}, 60_000);

/** The answer once there is one: until then the database is down or just coming back. */
async function insist(path: string, body: object | undefined, headers: Record<string, string> = {}) {
  for (;;) {
    const answer = await key.post(path, body, headers);
    if (answer.status !== 503) return answer;
    expect(answer.body).toMatchObject({ code: 'unavailable', retryable: true });
    await delay(50);
  }
}

async function rows<Row extends pg.QueryResultRow>(query: string, values?: unknown[]): Promise<Row[]> {
  for (;;) {
    try {
      return (await db.query<Row>(query, values)).rows;
    } catch (error) {
      // 57P0x: the server was killed or is not back yet.
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'lost';
      if (!['ECONNREFUSED', 'ECONNRESET', '57P01', '57P02', '57P03', 'lost'].includes(code)) throw error;
      await delay(20);
    }
  }
}

async function killDatabase(howMuch: 'postmaster' | 'all of it'): Promise<void> {
  const file = await readFile(join(dir, 'postgres', 'cluster', 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number.parseInt(file, 10);
  if (!(pid > 0)) return;
  if (howMuch === 'postmaster') signal(pid, 'SIGKILL');
  else killTree(pid);
}

test(`${GENERATIONS} generations survive ${KILLS} kills of the worker and of the database`, async () => {
  const project = (await key.post('/api/v1/projects', { name: 'Under fire', purpose: 'support' })).body;
  const scripts: { id: string; text: string }[] = [];
  for (const text of TEXTS) {
    const order = { title: 'Line', language: 'en-US', text };
    scripts.push({
      id: (await key.post(`/api/v1/projects/${project.id}/scripts`, order)).body.id,
      text,
    });
  }
  const done = { worker: 0, postmaster: 0, 'all of it': 0, both: 0 };
  // Drawn before anything runs in parallel: the same seed means the same choices.
  const orders = Array.from({ length: GENERATIONS }, (_, n) => ({
    script: random.pick(scripts as [(typeof scripts)[0]]),
    speed: 1 + n / 1000,
    cancelAfterMs: random.chance(0.1) ? random.number(400) : null,
    key: `order-${n}`,
  }));
  const kills = Array.from({ length: KILLS }, () => ({
    afterEnded: 2 + random.number(GENERATIONS - MOST_WAITING),
    thenMs: random.number(120),
    what: random.pick<keyof typeof done>(['worker', 'worker', 'postmaster', 'all of it', 'both']),
  })).sort((a, b) => a.afterEnded - b.afterEnded);

  const acknowledged = new Map<string, (typeof orders)[0]>();
  const cancelled = new Set<string>();
  let nextOrder = 0;
  let nextKill = 0;

  const ask = async () => {
    for (let n = nextOrder++; n < GENERATIONS; n = nextOrder++) {
      const order = orders[n]!;
      while (nextKill < KILLS && n >= kills[nextKill]!.afterEnded + MOST_WAITING) await delay(10);
      const path = `/api/v1/scripts/${order.script.id}/versions`;
      const body = { voiceId: 'flite:kal', parameters: { speed: order.speed }, note: order.key };
      const answer = await insist(path, body, { 'idempotency-key': order.key });
      expect(answer.status, whatWentWrong()).toBe(202);
      acknowledged.set(answer.body.id, order);
      if (order.cancelAfterMs === null) continue;
      await delay(order.cancelAfterMs);
      const end = await insist(`/api/v1/versions/${answer.body.id}/cancel`, undefined);
      // 409: the audio was there first.
      expect([200, 409], whatWentWrong()).toContain(end.status);
      if (end.status === 200) cancelled.add(answer.body.id);
    }
  };
  const countEnded = async () =>
    (
      await rows<{ n: number }>(
        `select count(*)::int as n from versions where project_id = $1 and state = any($2)`,
        [project.id, ENDED],
      )
    )[0]!.n;
  const kill = async () => {
    for (; nextKill < KILLS; nextKill++) {
      const { afterEnded, thenMs, what } = kills[nextKill]!;
      while ((await countEnded()) < afterEnded) await delay(10);
      await delay(thenMs);
      if (what === 'postmaster' || what === 'all of it') await killDatabase(what);
      else {
        if (what === 'both') await killDatabase('all of it');
        await worker.kill();
        worker = await startWorker();
      }
      done[what]++;
    }
  };
  await Promise.all([kill(), ...Array.from({ length: ASKERS }, ask)]);
  expect(acknowledged.size).toBe(GENERATIONS);
  const ended = await until(countEnded, (count) => count === GENERATIONS, 60_000);
  expect(ended).toBe(GENERATIONS);

  const versions = await rows<{
    id: string;
    state: string;
    attempt_id: string | null;
    attempts: number;
    master_object_id: string | null;
    failure_message: string | null;
  }>('select * from versions where project_id = $1', [project.id]);
  const inState = (state: string) => versions.filter((version) => version.state === state);
  // Exactly what was acknowledged, though requests were repeated; what was acknowledged as cancelled stays so.
  expect(versions.map((version) => version.id).sort()).toEqual([...acknowledged.keys()].sort());
  expect(new Set(inState('cancelled').map((version) => version.id))).toEqual(cancelled);
  for (const version of inState('failed')) expect(version.failure_message).toBeTruthy();
  expect(inState('ready').length).toBeGreaterThan(GENERATIONS / 2);

  // The attempt that the version names wrote the audio, and no other did.
  for (const version of versions)
    expect(version.master_object_id).toBe(version.state === 'ready' ? version.attempt_id : null);
  for (const version of inState('ready')) await playsAsOrdered(version.id, acknowledged.get(version.id)!);

  // Every end is in the log once.
  const entries = await rows<{ subject_id: string; action: string; times: number }>(
    `select subject_id, action, count(*)::int as times from audit_entries
     where action in ('version.ready', 'version.failed', 'version.cancelled') group by 1, 2`,
  );
  const ends = entries.filter((entry) => acknowledged.has(entry.subject_id));
  expect(ends.map((entry) => [entry.subject_id, entry.action, entry.times]).sort()).toEqual(
    versions.map((version) => [version.id, `version.${version.state}`, 1]).sort(),
  );
  expect((await key.get('/api/v1/audit/verify')).body).toMatchObject({ ok: true });

  // Nothing waits in the queue for ever, and no audio lies there that no row needs.
  await until(
    () => rows("select id from graphile_worker.jobs where key like 'generateVersion:%'"),
    (jobs) => jobs.length === 0,
  );
  const swept = await sweep();
  const objects = await rows<{ id: string; state: string; needed: boolean }>(
    `select o.id, o.state, exists (select from versions v where v.master_object_id = o.id
       or o.kind <> 'master' and v.digest = o.digest) as needed from audio_objects o`,
  );
  expect(swept.files.sort()).toEqual(objects.map((object) => object.id).sort());
  expect(objects.filter(({ state, needed }) => state !== 'stored' || !needed)).toEqual([]);

  const again = versions.filter((version) => version.attempts > 1).length;
  // Otherwise the kills met nothing under way.
  expect(again).toBeGreaterThan(KILLS / 4);
  const states = Object.fromEntries(ENDED.map((state) => [state, inState(state).length]));
  console.log(
    `durability: killed ${JSON.stringify(done)}; ended ${JSON.stringify(states)}; ${again} were begun more than once; ${swept.removed} left audio objects were swept`,
  );
}, 420_000);

/** What the web process logged last as an error, for a failure. */
function whatWentWrong(): string {
  const errors = web.output().split('\n');
  return errors.filter((line) => /"level":[56]0/.test(line)).at(-1) ?? '';
}

/** The audio can be fetched, and its digest follows from what is heard and what was ordered. */
async function playsAsOrdered(id: string, order: { script: { text: string }; speed: number }): Promise<void> {
  const version = (await key.get(`/api/v1/versions/${id}`)).body;
  const wav = await key.get(`/api/v1/versions/${id}/audio?format=wav`);
  expect(wav.status).toBe(200);
  const { samples, rateHz } = parseWav(wav.body);
  expect(Math.abs((samples.length / rateHz) * 1000 - version.audio.durationMs)).toBeLessThanOrEqual(1);
  expect(version.parameters).toMatchObject({ speed: order.speed });
  expect(version.digest).toBe(
    digestOf({
      samplesSha256: createHash('sha256')
        .update(Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength))
        .digest('hex'),
      text: order.script.text,
      parameters: version.parameters,
      dictionaryVersion: null,
      voiceId: version.voice.id,
      engine: version.engine,
    }),
  );
}

/** What the worker's sweeper does once the leftovers are old enough. Gives the ids of the files that remain. */
async function sweep(): Promise<{ removed: number; files: string[] }> {
  const database = openDatabase(postgres.url, 2);
  const masters = fixedMasterKeys(parseMasterKeys(await readFile(join(dir, 'master.key'), 'utf8')));
  const audioStore = encryptedAudioStore(await openFolderStore(join(dir, 'storage')), masters);
  const studio = { database, audioStore };
  const removed = (await sweepPending(studio, 0)) + (await sweepStrayFiles(studio, 0));
  const files: string[] = [];
  for await (const path of audioStore.bytes.list('audio/')) files.push(path.split('/').at(-1)!);
  await database.close();
  return { removed, files };
}
