import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LIST_PRICES } from '../../shared/prices/priceTable.ts';
import { SpeechParameters } from '../../shared/speech/parameters.ts';
import { PLAN_TERMS, type Plan } from '../../shared/usage/plans.ts';
import { createTestDatabase, createWorkspace, type TestDatabase } from '../../test/support/database.ts';
import { openTestSpeech, TEST_USE } from '../../test/support/speech.ts';
import { unrulyEngine } from '../../test/support/unrulyEngine.ts';
import { ownerCaller } from '../identity/createWorkspace.ts';
import { ProblemError } from '../problem.ts';
import type { Speech } from '../speech/contract.ts';
import { type Accounts, openAccounts } from './accounts.ts';
import { exportUsage } from './exportUsage.ts';
import { choosePlan } from './plan.ts';
import { readUsage } from './readUsage.ts';
import { loseStaleUsage, workspacesWithUnusualUse } from './upkeep.ts';

let db: TestDatabase;
const opened: { speech: Speech; accounts: Accounts }[] = [];
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(async () => {
  for (const { speech, accounts } of opened) {
    await speech.close();
    await accounts.close();
  }
  await db.close();
});

const TEXT = 'Good morning to you all.';

/** A workspace whose engine is ElevenLabs as far as its price goes, and one for nothing. */
async function scene({ plan = 'enterprise' as Plan, cacheBytes = 0 } = {}) {
  const { workspaceId, ownerId } = await createWorkspace(db);
  const usage = { database: db.database, givenPlan: plan, prices: LIST_PRICES };
  const unsettled: unknown[] = [];
  const accounts = openAccounts({ ...usage, onUnsettled: (error) => unsettled.push(error) });
  const engines = ['elevenlabs', 'free'].map((id) => unrulyEngine(id, { firstMs: 1, fails: null }));
  const speech = openTestSpeech([], {
    kinds: engines.map(({ kind }) => kind),
    installation: { elevenlabs: { apiKey: 'key' }, free: { apiKey: 'key' } },
    accounts,
    cacheBytes,
  });
  opened.push({ speech, accounts });
  const request = (more: object = {}) => ({
    text: TEXT,
    language: 'en-US',
    voiceId: 'elevenlabs:one',
    parameters: SpeechParameters.parse({}),
    workspaceId,
    use: TEST_USE,
    signal: new AbortController().signal,
    ...more,
  });
  return {
    usage,
    workspaceId,
    speech,
    accounts,
    unsettled,
    request,
    moodOf: Object.fromEntries(engines.map(({ engine, mood }) => [engine.id, mood])),
    owner: ownerCaller(workspaceId, ownerId, 'Olga Owner', 'test'),
    async entries() {
      await Promise.all([accounts.close()]);
      return db.database.withWorkspace(workspaceId, async (tx) => {
        const { rows } = await tx.execute(
          sql`select state, cached, engine_id, characters, cost_usd, seconds from usage_entries order by at, id`,
        );
        return rows as {
          state: string;
          cached: boolean;
          engine_id: string;
          characters: number;
          cost_usd: number;
          seconds: number;
        }[];
      });
    },
  };
}

test('a price by its characters, nothing from memory, and a failed engine beside the one that stood in', async () => {
  const { speech, request, entries, moodOf } = await scene({ cacheBytes: 1e8 });
  const costUsd = (TEXT.length * 100) / 1e6;
  expect((await speech.speak(request())).costUsd).toBeCloseTo(costUsd, 10);
  expect(await speech.speak(request())).toMatchObject({ cached: true, costUsd: 0 });
  moodOf.elevenlabs!.fails = new ProblemError('engine-unavailable', 'It is down.');
  const other = await speech.speak(request({ text: 'Another text.', fallback: 'allowed' }));
  expect(other).toMatchObject({ engine: { id: 'free' }, costUsd: 0 });
  expect(await entries()).toMatchObject([
    { state: 'settled', cached: false, engine_id: 'elevenlabs', characters: TEXT.length, cost_usd: costUsd },
    { state: 'settled', cached: true, engine_id: 'elevenlabs', characters: TEXT.length, cost_usd: 0 },
    { state: 'settled', cached: false, engine_id: 'free', characters: 13, cost_usd: 0 },
  ]);
});

test('a rush of answers from memory is accounted one by one', async () => {
  const { speech, request, entries } = await scene({ cacheBytes: 1e8 });
  await speech.speak(request());
  const rush = Array.from({ length: 700 }, () => speech.speak(request()));
  expect((await Promise.all(rush)).every(({ cached }) => cached)).toBe(true);
  expect((await entries()).filter(({ cached }) => cached)).toHaveLength(700);
});

test('a listener who leaves is accounted with the estimate; an engine without a sound is not', async () => {
  const { speech, request, entries, moodOf, usage, owner } = await scene();
  for await (const _piece of speech.stream(request())) break;
  moodOf.elevenlabs!.fails = new ProblemError('engine-refused', 'It refuses.');
  await expect(speech.speak(request())).rejects.toThrow('It refuses.');
  moodOf.elevenlabs!.fails = null;
  moodOf.elevenlabs!.firstMs = 60_000;
  const leaving = new AbortController();
  const spoken = speech.speak(request({ signal: leaving.signal }));
  await expect.poll(async () => (await speech.engines(owner.workspaceId))[0]?.active).toBe(1);
  leaving.abort();
  await expect(spoken).rejects.toThrow();
  await expect
    .poll(async () => (await entries()).map(({ state, characters }) => [state, characters]))
    .toEqual([
      [expect.stringMatching(/lost|settled/), TEXT.length],
      ['lost', TEXT.length],
    ]);
  expect((await readUsage(usage, owner, {})).month.characters).toBe(2 * TEXT.length);
});

test('what a dead process left reserved counts as lost, once it is old, and can still be settled', async () => {
  const { accounts, workspaceId, usage, owner, entries } = await scene();
  const estimate = {
    voice: { id: 'elevenlabs:one', name: 'One', engine: 'elevenlabs' },
    characters: 100,
    seconds: 6,
    costUsd: 0.01,
  };
  const reservation = await accounts.reserve({ workspaceId, use: TEST_USE }, estimate);
  expect((await readUsage(usage, owner, {})).total).toMatchObject({ characters: 100, costUsd: 0.01 });
  expect(await loseStaleUsage(db.database)).toBe(0);
  await db.database.withWorkspace(workspaceId, (tx) =>
    tx.execute(sql`update usage_entries set at = at - interval '31 minutes'`),
  );
  expect(await loseStaleUsage(db.database)).toBe(1);
  const from = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
  const { total } = await readUsage(usage, owner, { from });
  expect(total).toMatchObject({ requests: 1, lostRequests: 1, characters: 100, costUsd: 0.01 });
  reservation.settle(5, 0.01);
  expect(await entries()).toMatchObject([{ state: 'settled', seconds: 5 }]);
  const change = db.database.withWorkspace(workspaceId, (tx) =>
    tx.execute(sql`update usage_entries set cost_usd = 0`),
  );
  await expect(change).rejects.toMatchObject({ cause: { message: expect.stringContaining('refused') } });
});

test('a quota is exact under a rush, says when it begins anew, and gives back what no engine spoke', async () => {
  const { speech, request, workspaceId, usage, owner, accounts, moodOf } = await scene({
    plan: 'small-business',
  });
  const limit = PLAN_TERMS['small-business'].charactersPerMonth!;
  const voice = { id: 'free:one', name: 'One', engine: 'free' };
  const tenth = { voice, characters: limit / 10, seconds: 1, costUsd: 0 };
  const taken = await Promise.allSettled(
    Array.from({ length: 14 }, () => accounts.reserve({ workspaceId, use: TEST_USE }, tenth)),
  );
  expect(taken.filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
  const refused = speech.speak(request());
  await expect(refused).rejects.toMatchObject({ code: 'quota-exceeded', retryable: false });
  await expect(refused).rejects.toThrow(/500,000 are used .* begins on \d{4}-\d\d-01/);
  await expect(speech.check(request())).rejects.toMatchObject({ code: 'quota-exceeded' });
  const { month, plan } = await readUsage(usage, owner, {});
  expect([month.characters, plan.name]).toEqual([limit, 'Small business']);
  for (const each of taken.slice(0, 1)) if (each.status === 'fulfilled') each.value.release();
  await accounts.close();
  moodOf.elevenlabs!.fails = new ProblemError('engine-refused', 'It refuses.');
  for (let n = 0; n < 3; n++) await expect(speech.speak(request())).rejects.toThrow('It refuses.');
  await accounts.close();
  const whole = { ...tenth, characters: limit / 10 };
  await accounts.reserve({ workspaceId, use: TEST_USE }, whole);
});

test('the owner chooses up to what the installation gives; free has no speech', async () => {
  const { usage, owner, speech, request, accounts, workspaceId } = await scene({ plan: 'professional' });
  await expect(choosePlan(usage, owner, 'enterprise')).rejects.toMatchObject({ code: 'forbidden' });
  await expect(choosePlan(usage, { ...owner, role: 'admin' }, 'free')).rejects.toThrow('Only the owner');
  expect(await choosePlan(usage, owner, 'free')).toMatchObject({ plan: 'free', charactersPerMonth: 0 });
  accounts.planChanged(workspaceId);
  await expect(speech.speak(request())).rejects.toMatchObject({ code: 'not-in-plan' });
});

test('100,000 uses: every split adds up to the same total, narrowing works, and the answer stays quick', async () => {
  const { usage, owner, workspaceId } = await scene();
  const fill = (id: string, count: number, days: number) =>
    db.database.withWorkspace(id, (tx) =>
      tx.execute(sql`
        insert into usage_entries (id, workspace_id, at, state, cached, engine_id, voice_id, voice_name, purpose,
          characters, seconds, cost_usd, created_by_kind, created_by_id, created_by_name)
        select gen_random_uuid(), ${id}::uuid, now() - make_interval(mins => (n * 1440.0 * ${days} / ${count})::int),
          'settled', n % 3 = 0, (array['flite', 'openai', 'google'])[1 + n % 3],
          (array['flite:a', 'openai:b', 'google:c'])[1 + n % 3] || n % 7, 'Voice', (array['api', 'preview'])[1 + n % 2],
          n % 500, (n % 500) / 15.0, case when n % 3 = 0 then 0 else (n % 500) * 0.000015 end,
          'user', 'user-' || n % 5, 'User'
        from generate_series(1, ${count}) n`),
    );
  await fill(workspaceId, 2_000, 60);
  const other = await scene();
  const range = { from: new Date(Date.now() - 70 * 86_400_000).toISOString().slice(0, 10) };
  const timed = async (who: typeof owner) => {
    const startedAt = performance.now();
    const report = await readUsage(usage, who, range);
    return { report, ms: performance.now() - startedAt };
  };
  await fill(other.workspaceId, 100_000, 60);
  await db.database.pool.query('reset role; analyze usage_entries; set role voiceops_app');
  const after = await timed(owner);
  const large = await timed(other.owner);
  for (const { report } of [after, large]) {
    const { total } = report;
    for (const split of [report.days, report.voices, report.engines, report.users, report.purposes])
      for (const field of ['requests', 'cachedRequests', 'characters', 'cachedCharacters'] as const)
        expect(split.reduce((sum, each) => sum + each[field], 0)).toBe(total[field]);
    for (const split of [report.voices, report.engines, report.users, report.purposes]) {
      expect(split.reduce((sum, each) => sum + each.costUsd, 0)).toBeCloseTo(total.costUsd, 6);
      expect(split.reduce((sum, each) => sum + each.seconds, 0)).toBeCloseTo(total.seconds, 3);
    }
    expect(report.hitRate).toBeCloseTo(1 / 3, 2);
  }
  expect(large.report.total.requests).toBe(100_000);
  expect(large.ms).toBeLessThan(5_000);
  const narrowed = await readUsage(usage, owner, { ...range, engine: 'openai', user: 'user-2' });
  expect(narrowed.engines).toHaveLength(1);
  expect(narrowed.total.requests).toBe(narrowed.users.find(({ actor }) => actor.id === 'user-2')?.requests);
  let exported = '';
  for await (const piece of exportUsage(usage, owner, range)) exported += piece;
  const [head, ...lines] = exported.trimEnd().split('\r\n');
  const at = head!.split(',').indexOf('characters');
  expect(lines).toHaveLength(2_000);
  expect(lines.reduce((sum, line) => sum + Number(line.split(',')[at]), 0)).toBe(
    after.report.total.characters,
  );
  expect(await workspacesWithUnusualUse(db.database)).toEqual([]);
});

test('the same uses give the same report, in whatever order they were written down', async () => {
  const seconds = [0.1, 0.2, 0.3];
  const reportOf = async (order: readonly number[]) => {
    const { usage, owner, workspaceId } = await scene();
    for (const length of order)
      await db.database.withWorkspace(workspaceId, (tx) =>
        tx.execute(sql`
          insert into usage_entries (id, workspace_id, at, state, cached, engine_id, voice_id, voice_name, purpose,
            characters, seconds, cost_usd, created_by_kind, created_by_id, created_by_name)
          select gen_random_uuid(), ${workspaceId}::uuid, now(), 'settled', false, 'flite', 'flite:' || voice, 'Voice',
            'api', 1, ${length}::float8, ${length}::float8 * 1e-6, 'user', 'user', 'User'
          from unnest(${sql.raw(length < 1 ? "array['b', 'a']" : "array['a', 'b']")}) voice`),
      );
    // The month's forecast goes by the time of day.
    const { month: _month, ...report } = await readUsage(usage, owner, {});
    return report;
  };
  const there = await reportOf(seconds);
  const back = await reportOf(seconds.toReversed());
  expect(there.total.seconds).toBe(1.2);
  expect(back).toEqual(there);
});
