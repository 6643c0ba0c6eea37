import { sql } from 'drizzle-orm';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { admittedCall, LATENCY, openTestKeeper, turn } from '../../../test/support/keptCalls.ts';
import { type StudioScene, studioScene } from '../../../test/support/studioScene.ts';

let scene: StudioScene;
beforeAll(async () => {
  scene = await studioScene();
});
afterAll(() => scene.close());

test('figures of calls, exact, for whatever filter the list takes', async () => {
  const keeper = openTestKeeper({ ...scene.studio, telephonyUsdPerMinute: 0.01 });
  const { workspaceId } = scene.workspace;
  const base = admittedCall(workspaceId);
  for (let n = 0; n < 10; n++) {
    const call = admittedCall(workspaceId, {
      flow: base.flow,
      ...(n === 9 && { testedBy: { kind: 'user', id: v7(), name: 'T' } }),
    });
    const record = keeper.begin(call, `CA-${n}`);
    record.event(
      turn(0, {
        intent: n < 6 ? 'order-status' : 'faq',
        sentiment: { score: n < 2 ? -0.5 : 0.5, label: 'positive' },
        latency: { ...LATENCY, endOfTurnMs: 100 * (n + 1) },
        interrupted: n === 0,
      }),
    );
    // A menu that answered a key: it counts for the waiting, and has nothing that was meant.
    if (n === 0)
      record.event({
        kind: 'answered',
        atMs: 0,
        endMs: 5,
        turnId: v7(),
        latency: { ...LATENCY, endOfTurnMs: 550 },
      });
    if (n < 5) record.event({ kind: 'satisfaction', atMs: 10, score: n + 1 });
    await record.end(n === 8 ? 'transferred' : 'goodbye', (n + 1) * 10_000);
  }
  await keeper.close(1000);
  const { body, status } = await scene.owner('GET', '/calls/analytics');
  expect(status).toBe(200);
  expect(body.total).toMatchObject({
    calls: 10,
    tests: 1,
    durationMs: 55_000,
    p50DurationMs: 55_000,
    contained: 0.9,
    resolved: 0.8,
    satisfaction: 3,
    satisfactionAnswers: 5,
    costParts: { speech: 0, recognition: 0, model: 0 },
  });
  expect(body.total.costParts.telephony).toBeCloseTo(0.14);
  expect(body.total.costPerCallUsd).toBeCloseTo(0.014);
  expect(body.days).toHaveLength(30);
  expect(body.days.at(-1)).toMatchObject({ calls: 10, contained: 0.9 });
  expect(body.days[0]).toMatchObject({ calls: 0, contained: null, costUsd: 0 });
  expect(body.hours.reduce((sum: number, { calls }: { calls: number }) => sum + calls, 0)).toBe(10);
  expect(body.ends).toEqual([
    { end: 'goodbye', calls: 9 },
    { end: 'transferred', calls: 1 },
  ]);
  expect(body.intents).toMatchObject([
    { intent: 'order-status', calls: 6, turns: 6 },
    { intent: 'faq', calls: 4, turns: 4, resolved: 0.75 },
  ]);
  expect(body.sentiments).toEqual({ negative: 2, neutral: 0, positive: 8 });
  expect(body.satisfaction.map(({ calls }: { calls: number }) => calls)).toEqual([1, 1, 1, 1, 1]);
  expect(body.flows).toMatchObject([{ name: 'Hotline', calls: 10 }]);
  expect(body.numbers).toMatchObject([{ number: '+15005550100', calls: 10 }]);
  expect(body.latency).toMatchObject({ turns: 11, interrupted: 0.1 });
  expect(body.latency.stages[0]).toMatchObject({ stage: 'endOfTurnMs', p50Ms: 550 });
  expect(body.latency.stages[0].p95Ms).toBeCloseTo(950);
  expect(body.latency.stages.at(-1)).toMatchObject({ stage: 'wholeMs', p50Ms: 730 });

  const some = await scene.owner('GET', '/calls/analytics?intent=faq&minSeconds=85&test=false');
  expect(some.body.total.calls).toBe(1);
  expect(some.body.latency.turns).toBe(1);
  const none = await scene.owner('GET', '/calls/analytics?from=2020-01-01&to=2020-01-03');
  expect(none.body).toMatchObject({
    total: { calls: 0, durationMs: null },
    latency: { turns: 0, stages: [] },
  });
  expect(none.body.days).toHaveLength(3);
  const inverted = 'from=2026-02-02&to=2026-02-01';
  for (const path of [`/calls/analytics?${inverted}`, `/calls?${inverted}`])
    expect((await scene.owner('GET', path)).body).toMatchObject({
      code: 'validation-failed',
      errors: [{ field: 'from', message: 'must not be after the last day' }],
    });
  expect((await scene.owner('GET', '/calls/analytics?from=2020-01-01&to=2026-02-01')).body).toMatchObject({
    errors: [{ field: 'from', message: 'must be at most 800 days before the last day' }],
  });
  const csv = (await scene.owner('GET', '/calls/analytics/export')).bytes.toString().trim().split('\r\n');
  expect(csv).toHaveLength(31);
  expect(csv.at(-1)).toMatch(/^\d{4}-\d\d-\d\d,10,55,0.9,0.8,/);
});

test('five thousand calls with their turns are summed up in a moment', async () => {
  const { workspaceId } = scene.workspace;
  await scene.db.database.withWorkspace(workspaceId, async (tx) => {
    await tx.execute(sql`
      insert into calls (id, workspace_id, carrier, direction, sealed_secret, flow_name, flow_version, test, state, "end",
        duration_ms, contained, resolved, top_intent, sentiment_score, turn_count, cost_usd, cost_parts, recorded_ms,
        created_by_kind, created_by_name, created_at)
      select gen_random_uuid(), ${workspaceId}, 'twilio', 'inbound', '', 'Many', 1, false, 'ended', 'goodbye',
        n, n % 3 > 0, n % 2 > 0, 'faq', 0.2, 4, 0.01, '{"speech": 0.01}', 0, 'system', 'Telephone',
        now() - make_interval(mins => (n / 2)::int)
      from generate_series(1, 5000) n`);
    await tx.execute(sql`
      insert into call_turns (id, workspace_id, call_id, intent, sentiment_score, interrupted, end_of_turn_ms, transcript_ms,
        first_token_ms, first_audio_ms, heard_ms, created_at)
      select gen_random_uuid(), workspace_id, id, 'faq', 0.2, false, 300, 50, 40, 60, 30, created_at
      from calls, generate_series(1, 4) where flow_name = 'Many'`);
  });
  const began = performance.now();
  const { body } = await scene.owner('GET', '/calls/analytics?q=Many');
  const tookMs = performance.now() - began;
  expect(body.total.calls).toBe(5000);
  expect(body.latency.turns).toBe(20_000);
  expect(tookMs).toBeLessThan(5000);
});
