import { sql } from 'drizzle-orm';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SpeechParameters } from '../../shared/speech/parameters.ts';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { openTestSpeech, TEST_USE } from '../../test/support/speech.ts';
import { unrulyEngine } from '../../test/support/unrulyEngine.ts';
import { ProblemError } from '../problem.ts';
import { openSharedFigures } from './sharedFigures.ts';

let db: TestDatabase;
let owner: pg.Client;
const opened: (() => Promise<unknown>)[] = [];
beforeAll(async () => {
  db = await createTestDatabase();
  owner = new pg.Client({ connectionString: db.url });
  await owner.connect();
});
afterAll(async () => {
  for (const close of opened) await close();
  await owner.end();
  await db.close();
});

/** The speech of one process: its own engine, whose account is told by its key. */
function process(apiKey: string) {
  const figures = openSharedFigures(db.database);
  const paid = unrulyEngine('paid', { firstMs: 1, fails: null });
  const speech = openTestSpeech([], {
    kinds: [paid.kind],
    installation: { paid: { apiKey } },
    figures,
  });
  opened.push(() => speech.close());
  let said = 0;
  return {
    figures,
    mood: paid.mood,
    async ask(times: number) {
      for (let n = 0; n < times; n++)
        await speech
          .speak({
            text: `Sentence ${said++}.`,
            language: 'en-US',
            voiceId: 'paid:one',
            parameters: SpeechParameters.parse({}),
            workspaceId: 'workspace',
            use: TEST_USE,
            signal: new AbortController().signal,
            fallback: 'never',
          })
          .catch(() => undefined);
      await figures.tell();
    },
    engine: async () => (await speech.engines('workspace'))[0]!,
  };
}

test('every process shows the sums of all, and in how many an engine is left alone', async () => {
  const [web, worker, idle] = [process('key'), process('key'), process('key')];
  const stranger = process('another key');
  for (const each of [web, worker, idle]) await each.ask(0);
  await web.ask(6);
  worker.mood.firstMs = 200;
  await worker.ask(4);
  for (const each of [web, worker, idle]) {
    const { statistics, circuit, healthy } = await each.engine();
    expect(statistics).toMatchObject({ requests: 10, failures: 0, cacheMisses: 10 });
    // Of ten, the fifth was quick; only together are the slow ones the slowest.
    expect(statistics.p50Ms).toBeLessThan(200);
    expect(statistics.p95Ms).toBeGreaterThan(190);
    expect(circuit).toEqual({
      state: 'closed',
      reason: null,
      until: null,
      probing: false,
      leftAloneBy: 0,
      processes: 3,
    });
    expect(healthy).toBe(true);
  }

  worker.mood.fails = new ProblemError('engine-unavailable', 'It is down.');
  await worker.ask(3);
  const there = await web.engine();
  expect(there).toMatchObject({
    healthy: false,
    circuit: { state: 'open', reason: 'It is down.', leftAloneBy: 1, processes: 3 },
    statistics: { requests: 13, failures: 3, failuresByCode: { 'engine-unavailable': 3 } },
  });
  expect(Date.parse(there.circuit.until!)).toBeGreaterThan(Date.now());

  // Another account at the same maker is another one's.
  await stranger.ask(1);
  expect((await stranger.engine()).statistics.requests).toBe(1);
  expect((await web.engine()).statistics.requests).toBe(13);

  await Promise.all([worker, idle, stranger].map(({ figures }) => figures.close()));
  expect(await web.engine()).toMatchObject({
    circuit: { state: 'closed', leftAloneBy: 0, processes: 1 },
    statistics: { requests: 6, failures: 0 },
  });
});

test('a process that died is passed over, and forgotten by the next that tells; one that comes back is whole again', async () => {
  const [here, silent] = [process('a key that dies'), process('a key that dies')];
  await here.ask(1);
  await silent.ask(2);
  await silent.figures.tell();
  const known = async () => (await owner.query('select 1 from processes')).rowCount!;
  const before = await known();
  const silentFor = (interval: string) =>
    owner.query(
      `update processes set beat_at = now() - $1::interval
       where id = (select process_id from engine_figures where (figures ->> 'requests')::int = 2)`,
      [interval],
    );
  await silentFor('30 seconds');
  expect((await here.engine()).statistics.requests).toBe(1);
  await silentFor('2 minutes');
  await here.figures.tell();
  expect(await known()).toBe(before - 1);

  for (let turn = 0; turn < 2; turn++) await silent.figures.tell();
  expect((await here.engine()).statistics.requests).toBe(3);
});

test('what a process of another version tells, and nobody here can read, is left out', async () => {
  const here = process('a key of two versions');
  await here.ask(4);
  const { rows } = await owner.query(
    `select engine from engine_figures where (figures ->> 'requests')::int = 4`,
  );
  const told = JSON.stringify({ [rows[0].engine]: { requests: 'many' } });
  await db.database.outside.execute(sql`select voiceops_tell_engines(gen_random_uuid(), ${told}::jsonb)`);
  expect((await here.engine()).statistics.requests).toBe(4);
});
