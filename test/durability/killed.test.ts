import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../server/db/embedded/index.ts';
import { type Client, clientOf, until } from '../support/client.ts';
import { NO_LIMITS, OWNER, type RunningNode, startNode } from '../support/node.ts';

const GENERATIONS = 200;

let dir: string;
let postgres: EmbeddedPostgres;
let env: Record<string, string>;
let web: RunningNode;
let worker: RunningNode;
let key: Client;

/** A worker prints its address line too: it serves health and metrics. */
const startWorker = () => startNode({ ...env, VOICEOPS_ROLES: 'worker' }, dir);

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'voiceops-durability-'));
  postgres = await startEmbeddedPostgres({ dataDir: join(dir, 'pg'), log: pino({ level: 'silent' }) });
  env = {
    ...OWNER,
    ...NO_LIMITS,
    DATABASE_URL: postgres.url,
    VOICEOPS_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
  };
  web = await startNode({ ...env, VOICEOPS_ROLES: 'web' }, dir);
  worker = await startWorker();
  key = clientOf(web.url, { key: OWNER.VOICEOPS_OWNER_API_KEY });
}, 120_000);

afterAll(async () => {
  await worker?.stop();
  await web?.stop();
  await postgres?.stop();
  await rm(dir, { recursive: true, force: true });
}, 60_000);

test(`${GENERATIONS} generations survive kills of the worker and of the database`, async () => {
  const project = (await key.post('/api/v1/projects', { name: 'Under fire', purpose: 'support' })).body;
  const script = (
    await key.post(`/api/v1/projects/${project.id}/scripts`, {
      title: 'Line',
      language: 'en-US',
      text: 'We will be with you shortly.',
    })
  ).body;
  const acknowledged = new Set<string>();
  let asking = true;

  const ask = async () => {
    for (let n = 0; n < GENERATIONS; n++) {
      // The database may be down at this moment: what was not acknowledged is asked again under the same key.
      for (;;) {
        const answer = await key
          .post(
            `/api/v1/scripts/${script.id}/versions`,
            { voiceId: 'flite:kal', parameters: { speed: 1 + n / 1000 }, note: `n${n}` },
            { 'idempotency-key': `n${n}` },
          )
          .catch(() => null);
        if (answer?.status === 202) {
          acknowledged.add(answer.body.id);
          break;
        }
        expect(answer === null || answer.status >= 500).toBe(true);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
    asking = false;
  };
  const disturb = async () => {
    const kills = { worker: 0, database: 0 };
    while (asking) {
      await new Promise((resolve) => setTimeout(resolve, 300 + Math.random() * 1500));
      if (Math.random() < 0.3) {
        const pid = Number(
          (await readFile(join(dir, 'pg', 'cluster', 'postmaster.pid'), 'utf8').catch(() => '0')).split(
            '\n',
          )[0],
        );
        if (pid > 0) {
          process.kill(pid, 'SIGKILL');
          kills.database++;
        }
      } else {
        await worker.kill();
        kills.worker++;
        worker = await startWorker();
      }
    }
    return kills;
  };
  const [, kills] = await Promise.all([ask(), disturb()]);
  expect(kills.worker).toBeGreaterThan(2);
  expect(acknowledged.size).toBe(GENERATIONS);

  const db = new pg.Pool({ connectionString: postgres.url });
  db.on('error', () => {});
  const states = await until(
    async () =>
      (
        await db.query('select state, count(*)::int as n from versions where script_id = $1 group by state', [
          script.id,
        ])
      ).rows,
    (rows) => rows.every((row) => ['ready', 'failed', 'cancelled'].includes(row.state)),
    180_000,
  );
  const total = states.reduce((sum: number, row: { n: number }) => sum + row.n, 0);
  expect(total).toBe(GENERATIONS);
  const unexplained = await db.query(
    "select count(*)::int as n from versions where state = 'failed' and failure_message is null",
  );
  expect(unexplained.rows[0].n).toBe(0);
  const twice = await db.query(
    "select subject_id from audit_entries where action = 'version.ready' group by subject_id having count(*) > 1",
  );
  expect(twice.rows).toEqual([]);
  expect((await key.get('/api/v1/audit/verify')).body).toMatchObject({ ok: true });
  await db.end();
  console.log(`durability: ${JSON.stringify(kills)} kills, ended ${JSON.stringify(states)}`);
}, 420_000);
