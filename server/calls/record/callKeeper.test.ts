import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asc, eq, sql } from 'drizzle-orm';
import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { LIST_PRICES } from '../../../shared/prices/priceTable.ts';
import { createTestDatabase, createWorkspace, type TestDatabase } from '../../../test/support/database.ts';
import { admittedCall, heard, openTestKeeper, spoken, turn } from '../../../test/support/keptCalls.ts';
import { audioObjects, callEvents, callRecordings, calls, callTurns } from '../../db/schema/index.ts';
import { type AudioStore, audioKey } from '../../storage/audioStore.ts';
import { encryptedAudioStore } from '../../storage/encryptedAudioStore.ts';
import { openFolderStore } from '../../storage/folderStore.ts';
import { fixedMasterKeys, newMasterKey } from '../../storage/masterKeys.ts';
import { openCallSecret, openEvent } from './content.ts';
import { loseCalls } from './loseCalls.ts';

let db: TestDatabase;
let folder: string;
let audioStore: AudioStore;
let workspaceId: string;
beforeAll(async () => {
  db = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'voiceops-calls-'));
  audioStore = encryptedAudioStore(await openFolderStore(folder), fixedMasterKeys([newMasterKey()]));
  ({ workspaceId } = await createWorkspace(db));
});
afterAll(async () => {
  await db.close();
  await rm(folder, { recursive: true, force: true });
});

const store = () => ({ database: db.database, audioStore });

function kept(callId: string, inWorkspace = workspaceId) {
  return db.database.withWorkspace(inWorkspace, async (tx) => {
    const [call] = await tx.select().from(calls).where(eq(calls.id, callId));
    const events = await tx
      .select()
      .from(callEvents)
      .where(eq(callEvents.callId, callId))
      .orderBy(asc(callEvents.number));
    const turns = await tx.select().from(callTurns).where(eq(callTurns.callId, callId));
    const segments = await tx
      .select({ segment: callRecordings, object: audioObjects })
      .from(callRecordings)
      .innerJoin(audioObjects, eq(audioObjects.id, callRecordings.audioObjectId))
      .where(eq(callRecordings.callId, callId))
      .orderBy(asc(callRecordings.number));
    const sound = await Promise.all(
      segments.map(({ object }) =>
        audioStore.getPrivate(audioKey(inWorkspace, object.id), {
          wrappedKey: object.wrappedKey!,
          masterKeyId: object.masterKeyId!,
        }),
      ),
    );
    return {
      call,
      events: events.map(({ sealedSecret }) => openEvent(audioStore, sealedSecret)),
      turns,
      segments: segments.map(({ segment }) => segment),
      sound,
    };
  });
}

/** A second of one value. */
const second = (value: number) => new Uint8Array(8000).fill(value);

test('a call is kept in order, sealed, with its figures; both parties lie where they were heard', async () => {
  const keeper = openTestKeeper({ ...store(), telephonyUsdPerMinute: 0.01 });
  const call = admittedCall(workspaceId);
  const record = keeper.begin(call, 'CA-1');
  record.event({ kind: 'began', atMs: 0 });
  record.sound('caller', second(1), 0);
  record.startRecording(1000);
  // The caller comes frame by frame, the agent a second late and in pieces of its own.
  for (let ms = 1000; ms < 25_000; ms += 20) record.sound('caller', new Uint8Array(160).fill(10), ms);
  record.sound('agent', second(20), 23_500);
  record.event(spoken(1000, 'How can I help?'));
  record.event(heard(3000, 'Where is my order?'));
  record.event(turn(3000));
  record.event({ kind: 'satisfaction', atMs: 20_000, score: 5 });
  record.event({ kind: 'ended', atMs: 25_000, end: 'goodbye' });
  await record.end('goodbye', 25_000);
  const { call: row, events, turns, segments, sound } = await kept(call.id);
  expect(row).toMatchObject({
    state: 'ended',
    end: 'goodbye',
    durationMs: 25_000,
    contained: true,
    resolved: true,
    topIntent: 'order-status',
    satisfaction: 5,
    turnCount: 1,
    fromMasked: '•••0123',
    carrierCallId: 'CA-1',
    personalityName: 'Assistant',
    recordedMs: 25_000,
    costUsd: 0.01,
    costParts: { speech: 0, recognition: 0, model: 0, telephony: 0.01 },
  });
  expect(openCallSecret(audioStore, row!.sealedSecret)).toEqual({ from: '+12025550123' });
  expect(row!.sealedSecret.includes('2025550123')).toBe(false);
  expect(events.map(({ kind }) => kind)).toEqual([
    'began',
    'recording',
    'spoken',
    'heard',
    'turn',
    'satisfaction',
    'ended',
  ]);
  expect(turns).toMatchObject([{ intent: 'order-status', endOfTurnMs: 300, heardMs: 30 }]);
  expect(segments.map(({ number, fromMs, durationMs }) => [number, fromMs, durationMs])).toEqual([
    [1, 0, 10_000],
    [2, 10_000, 10_000],
    [3, 20_000, 5000],
  ]);
  const [first, , third] = sound;
  // Nothing of the second before the announcement, then the caller on the left and silence on the right.
  expect([first![15_998], first![16_000], first![16_001]]).toEqual([0xff, 10, 0xff]);
  // The agent from 23.5 s to 24.5 s.
  const right = (ms: number) => third![(ms - 20_000) * 16 + 1];
  expect([right(23_499), right(23_500), right(24_499), right(24_501)]).toEqual([0xff, 20, 20, 0xff]);
  expect(row!.peaks!.length).toBe(500);
  expect(row!.peaks![2 * 15]).toBeGreaterThan(150);
  await keeper.close(1000);
});

test('what is secret is kept nowhere, whoever hands it over', async () => {
  const keeper = openTestKeeper(store());
  const call = admittedCall(workspaceId);
  const record = keeper.begin(call, 'CA-2');
  record.startRecording(0);
  record.sound('caller', second(10), 0);
  record.sound('caller', second(10), 1000);
  // Said a moment after it began.
  record.pauseRecording(1500, 'a card number');
  record.sound('caller', second(99), 2000);
  record.event({ kind: 'key', atMs: 2100, digit: '4' });
  record.event(heard(2000, 'four one one one'));
  record.resumeRecording(3000);
  record.sound('caller', second(10), 3000);
  // What was heard of the agent before the pause is told after it.
  record.sound('agent', second(20), 500);
  record.event({ kind: 'key', atMs: 3100, digit: '1' });
  await record.end('goodbye', 4000);
  const { events, sound } = await kept(call.id);
  expect(events.filter(({ kind }) => kind === 'key')).toMatchObject([{ digit: '•' }, { digit: '1' }]);
  expect(events.find(({ kind }) => kind === 'heard')).toMatchObject({ secret: true, text: '•••' });
  expect(events.filter(({ kind }) => kind === 'recording')).toMatchObject([
    { state: 'started' },
    { state: 'paused', why: 'a card number' },
    { state: 'resumed' },
  ]);
  const left = (ms: number) => sound[0]![ms * 16];
  expect([left(1499), left(1500), left(2500), left(2999), left(3000)]).toEqual([10, 0xff, 0xff, 0xff, 10]);
  expect(sound[0]![1400 * 16 + 1]).toBe(20);
  expect(sound[0]!.includes(99)).toBe(false);
  await keeper.close(1000);
});

test('while the database is away a call goes on, and everything is written once, in order, when it is back', async () => {
  const own = await createTestDatabase();
  const home = await createWorkspace(own);
  const name = new URL(own.url).pathname.slice(1);
  const admin = new pg.Client({ connectionString: own.adminUrl });
  await admin.connect();
  try {
    const keeper = openTestKeeper({ database: own.database, audioStore });
    const call = admittedCall(home.workspaceId);
    const record = keeper.begin(call, 'CA-3');
    record.startRecording(0);
    record.event(heard(0, 'before'));
    await vi.waitFor(
      async () => {
        const { rows } = await own.database.outside.execute<{ n: number }>(
          sql`select voiceops_renew_calls(array[${call.id}]::uuid[], interval '30 s') as n`,
        );
        expect(rows[0]!.n).toBe(1);
      },
      { timeout: 20_000 },
    );
    await admin.query(`alter database ${name} allow_connections false`);
    await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
    for (let n = 0; n < 40; n++) {
      record.event(heard(n * 100, `meanwhile ${n}`));
      record.sound('caller', second(10), n * 1000);
    }
    const ended = record.end('caller-hung-up', 40_000);
    await new Promise((resolve) => setTimeout(resolve, 200));
    await admin.query(`alter database ${name} allow_connections true`);
    await ended;
    const row = await own.database.withWorkspace(home.workspaceId, (tx) =>
      tx.select().from(callEvents).where(eq(callEvents.callId, call.id)).orderBy(asc(callEvents.number)),
    );
    expect(row.map(({ number }) => number)).toEqual(Array.from({ length: 42 }, (_, n) => n + 1));
    const segments = await own.database.withWorkspace(home.workspaceId, (tx) =>
      tx.select().from(callRecordings).where(eq(callRecordings.callId, call.id)),
    );
    expect(segments).toHaveLength(4);
    await keeper.close(1000);
  } finally {
    await admin.end();
    await own.close();
  }
});

test('a call that is being written is renewed without waiting for it', async () => {
  const keeper = openTestKeeper(store());
  const calls = [admittedCall(workspaceId), admittedCall(workspaceId)];
  const records = calls.map((call, nth) => keeper.begin(call, `CA-renewed-${nth}`));
  const renewed = async () => {
    const ids = sql.param(calls.map(({ id }) => id));
    const { rows } = await db.database.outside.execute<{ n: number }>(
      sql`select voiceops_renew_calls(${ids}::uuid[], interval '30 s') as n`,
    );
    return rows[0]!.n;
  };
  await vi.waitFor(async () => expect(await renewed()).toBe(2), { timeout: 20_000 });
  await db.database.withWorkspace(workspaceId, async (tx) => {
    await tx.execute(sql`select from calls where id = ${calls[0]!.id} for update`);
    expect(await renewed()).toBe(1);
  });
  await Promise.all(records.map((record) => record.end('caller-hung-up', 1_000)));
  await keeper.close(1000);
});

test('a call whose process is gone is lost, with its recording up to there; one that comes back ends as it did', async () => {
  const keeper = openTestKeeper(store());
  const call = admittedCall(workspaceId);
  const record = keeper.begin(call, 'CA-4');
  record.event({ kind: 'began', atMs: 0 });
  record.startRecording(0);
  for (let ms = 0; ms < 35_000; ms += 1000) record.sound('caller', second(10), ms);
  record.event(turn(1000, { intent: 'book-appointment' }));
  await vi.waitFor(async () => expect((await kept(call.id)).segments).toHaveLength(3), { timeout: 20_000 });
  expect(await loseCalls({ ...store(), prices: LIST_PRICES, telephonyUsdPerMinute: null })).toBe(0);
  await db.database.withWorkspace(workspaceId, (tx) =>
    tx
      .update(calls)
      .set({ leaseUntil: new Date(Date.now() - 1000) })
      .where(eq(calls.id, call.id)),
  );
  expect(await loseCalls({ ...store(), prices: LIST_PRICES, telephonyUsdPerMinute: null })).toBe(1);
  expect((await kept(call.id)).call).toMatchObject({
    state: 'ended',
    end: 'lost',
    durationMs: 30_000,
    contained: null,
    topIntent: 'book-appointment',
  });
  await record.end('goodbye', 36_000);
  expect((await kept(call.id)).call).toMatchObject({ end: 'goodbye', durationMs: 36_000 });
  await keeper.close(1000);
});

test('what the database refuses of one call leaves the others alone; a name that is taken is no name', async () => {
  const keeper = openTestKeeper(store());
  const [good, nowhere, twin] = [
    admittedCall(workspaceId),
    admittedCall('00000000-0000-7000-8000-000000000000'),
    admittedCall(workspaceId),
  ];
  const records = [good, nowhere, twin].map((call) => keeper.begin(call, 'CA-5'));
  await Promise.all(records.map((record) => record.end('goodbye', 1000)));
  const names = [(await kept(good.id)).call?.carrierCallId, (await kept(twin.id)).call?.carrierCallId];
  expect(names.sort()).toEqual(['CA-5', null]);
  await keeper.close(1000);
});

test('sound that finds no room is dropped before events are, and the call is kept without it', async () => {
  const keeper = openTestKeeper(store(), 1000);
  const call = admittedCall(workspaceId);
  const record = keeper.begin(call, 'CA-6');
  record.startRecording(0);
  record.sound('caller', second(10), 0);
  record.event(heard(0, 'Hello'));
  await record.end('goodbye', 1000);
  const { call: row, events, segments } = await kept(call.id);
  expect(row).toMatchObject({ state: 'ended', recordedMs: 0 });
  expect(events).toHaveLength(2);
  expect(segments).toEqual([]);
  await keeper.close(1000);
});
