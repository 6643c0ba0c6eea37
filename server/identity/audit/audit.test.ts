import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type ChannelsScene, channelsScene } from '../../../test/support/channels.ts';
import { auditHash, recordAudit } from '../../db/audit.ts';
import { fixedMasterKeys, newMasterKey } from '../../storage/masterKeys.ts';
import { acceptAudit } from './acceptAudit.ts';
import { anchorAudit, anchorWorkspace, resignAnchors } from './anchorAudit.ts';
import { createAnchorSigner } from './anchorSigner.ts';
import type { AuditDeps } from './anchors.ts';
import { listAudit } from './entries.ts';
import { exportAudit } from './exportAudit.ts';
import { verifyAudit } from './verifyAudit.ts';
import { createVerifier } from './verifyOnRequest.ts';

const [KEY, NEXT_KEY] = [newMasterKey(), newMasterKey()];
let scene: ChannelsScene;
let deps: AuditDeps;
/** A superuser who may do anything to the table, as somebody with full access to the database could. */
let intruder: pg.Client;
beforeAll(async () => {
  scene = await channelsScene();
  deps = {
    database: scene.db.database,
    bytes: scene.channels.audioStore.bytes,
    signer: createAnchorSigner(fixedMasterKeys([KEY])),
  };
  intruder = new pg.Client({ connectionString: scene.db.url });
  await intruder.connect();
  await intruder.query('alter table audit_entries disable trigger all');
});
afterAll(async () => {
  await intruder.end();
  await scene.close();
});
beforeEach(async () => {
  await intruder.query('delete from audit_entries');
  await intruder.query('delete from audit_anchors');
  for await (const key of deps.bytes.list('audit/')) await deps.bytes.delete(key);
});

const write = (count: number, over: Partial<Parameters<typeof recordAudit>[2]> = {}) =>
  Array.from({ length: count }).reduce<Promise<void>>(
    (before, _, index) =>
      before.then(() =>
        scene.db.database.withWorkspace(scene.workspaceId, (tx) =>
          recordAudit(tx, scene.workspaceId, {
            actor: { kind: 'user', id: 'u1', name: 'Ulla' },
            action: 'version.approved',
            subject: { kind: 'version', id: `v${index}`, name: 'Greeting' },
            detail: { b: 1, a: ['x', { d: 1, c: null }] },
            ...over,
          }),
        ),
      ),
    Promise.resolve(),
  );
const anchor = () => anchorWorkspace(deps, scene.workspaceId);
const verify = () => verifyAudit(deps, scene.workspaceId);
const files = async () => {
  const keys: string[] = [];
  for await (const key of deps.bytes.list('audit/')) keys.push(key);
  return keys.sort();
};
/** Writes every hash anew, as an intruder who knows how the chain is made would. */
async function rehash() {
  const { rows } = await scene.db.database.withWorkspace(scene.workspaceId, async () =>
    intruder.query('select * from audit_entries order by sequence'),
  );
  let previousHash = '0'.repeat(64);
  for (const [index, row] of rows.entries()) {
    const entry = {
      id: row.id,
      workspaceId: row.workspace_id,
      sequence: index + 1,
      at: row.at,
      actorKind: row.actor_kind,
      actorId: row.actor_id,
      actorName: row.actor_name,
      action: row.action,
      subjectKind: row.subject_kind,
      subjectId: row.subject_id,
      subjectName: row.subject_name,
      detail: row.detail,
      correlationId: row.correlation_id,
      previousHash,
    };
    const hash = auditHash(entry);
    await intruder.query(
      'update audit_entries set sequence = $2, previous_hash = $3, hash = $4 where id = $1',
      [row.id, entry.sequence, previousHash, hash],
    );
    previousHash = hash;
  }
}

test('an untouched log verifies, before and after it is anchored', async () => {
  expect(await verify()).toEqual({
    ok: true,
    entries: 0,
    head: null,
    anchoredSequence: null,
    anchoredAt: null,
    problem: null,
  });
  await write(5);
  expect(await verify()).toMatchObject({ ok: true, entries: 5, anchoredSequence: null });
  expect(await anchorAudit(deps)).toEqual([]);
  await write(3);
  expect(await verify()).toMatchObject({ ok: true, entries: 8, anchoredSequence: 5, problem: null });
  await anchor();
  await anchor();
  expect(await files()).toHaveLength(2);
  expect(await verify()).toMatchObject({ ok: true, anchoredSequence: 8 });
});

test('only the newest anchors are kept, and many nodes at once make one', async () => {
  for (let round = 0; round < 25; round++) {
    await write(1);
    await Promise.all([anchor(), anchor(), anchor()]);
  }
  const keys = await files();
  expect(keys).toHaveLength(20);
  expect(keys.at(-1)).toMatch(/\/0000000025\.json$/);
  expect(await verify()).toMatchObject({ ok: true, anchoredSequence: 25 });
});

test.each<[string, () => Promise<unknown>, RegExp]>([
  [
    'an edited entry',
    () => intruder.query(`update audit_entries set actor_name = 'Nobody' where sequence = 4`),
    /Entry 4 was changed/,
  ],
  [
    'an edited detail',
    () => intruder.query(`update audit_entries set detail = '{"a": 2}' where sequence = 4`),
    /Entry 4 was changed/,
  ],
  [
    'a removed entry',
    () => intruder.query('delete from audit_entries where sequence = 4'),
    /Entry 4 is missing/,
  ],
  [
    'a removed entry whose number was closed up',
    async () => {
      await intruder.query('delete from audit_entries where sequence = 4');
      for (let sequence = 5; sequence <= 10; sequence++)
        await intruder.query('update audit_entries set sequence = $1 where sequence = $2', [
          sequence - 1,
          sequence,
        ]);
    },
    /Entry 4 does not follow/,
  ],
  [
    'two entries swapped',
    async () => {
      await intruder.query('update audit_entries set sequence = -3 where sequence = 3');
      await intruder.query('update audit_entries set sequence = 3 where sequence = 4');
      await intruder.query('update audit_entries set sequence = 4 where sequence = -3');
    },
    /Entry 3 does not follow/,
  ],
  [
    'a tail that was cut',
    () => intruder.query('delete from audit_entries where sequence > 6'),
    /ends with entry 6, but entry 10 was anchored .* its end was cut off/,
  ],
  [
    'a log that was emptied',
    () => intruder.query('delete from audit_entries'),
    /ends with entry 0, but entry 10 was anchored/,
  ],
  [
    'an edited log that was rehashed as a whole',
    async () => {
      await intruder.query(`update audit_entries set actor_name = 'Nobody' where sequence = 4`);
      await rehash();
    },
    /Entry 10 is not the one that was anchored/,
  ],
  [
    'a rehashed log with the list of anchors emptied as well',
    async () => {
      await intruder.query(`update audit_entries set actor_name = 'Nobody' where sequence = 4`);
      await rehash();
      await intruder.query('delete from audit_anchors');
    },
    /Entry 10 is not the one that was anchored/,
  ],
])('finds %s, and does not anchor over it', async (_what, tamper, problem) => {
  await write(10);
  await anchor();
  const before = await files();
  await tamper();
  expect(await verify()).toMatchObject({ ok: false, problem: expect.stringMatching(problem) });
  // What was appended since does not hide it.
  if (!/edited entry|edited detail|removed entry$|closed up|swapped/.test(_what)) {
    await write(1);
    expect(await anchor()).toMatch(/anchored|follow/);
    expect(await files()).toEqual(before);
    expect((await verify()).ok).toBe(false);
  }
});

test('an anchor that vanished, was altered, forged or moved is told', async () => {
  await write(3);
  await anchor();
  await write(3);
  await anchor();
  const [first, second] = (await files()) as [string, string];
  const original = await deps.bytes.get(second);
  await deps.bytes.delete(second);
  expect(await verify()).toMatchObject({
    ok: false,
    problem: 'Anchor 2 (of entry 6) is missing from storage.',
  });
  await write(1);
  expect(await anchor()).toMatch(/Anchor 2 .* is missing/);
  await deps.bytes.put(second, Buffer.from(original.toString().replace('"sequence":6', '"sequence":5')));
  expect((await verify()).problem).toMatch(/Anchor 2 has a wrong signature/);
  await deps.bytes.put(second, Buffer.from('not json'));
  expect((await verify()).problem).toMatch(/Anchor 2 in storage cannot be read/);
  await deps.bytes.put(second, await deps.bytes.get(first));
  expect((await verify()).problem).toMatch(/Anchor 2 was put in the place of another/);
  const forger = createAnchorSigner(fixedMasterKeys([{ ...newMasterKey(), id: KEY.id }]));
  const { keyId: _k, signature: _s, ...anchored } = JSON.parse(original.toString());
  await deps.bytes.put(
    second,
    Buffer.from(JSON.stringify({ ...anchored, ...forger.sign(JSON.stringify(anchored)) })),
  );
  expect((await verify()).problem).toMatch(/Anchor 2 has a wrong signature/);
  await deps.bytes.put(second, original);
  expect((await verify()).ok).toBe(true);
});

test('a log that was restored from a backup is accepted by the operator, who is written down, and anchored on', async () => {
  await write(4);
  await anchor();
  await write(2);
  await anchor();
  const evidence = await files();
  expect(await acceptAudit(deps, scene.workspaceId)).toBeNull();
  await intruder.query('delete from audit_entries where sequence > 4');
  await intruder.query('delete from audit_anchors where number > 1');
  await write(1);
  expect(await anchor()).toMatch(/entry 6/);
  expect(await acceptAudit(deps, scene.workspaceId)).toMatch(
    /entry 6 was anchored .* restored from an earlier/,
  );
  expect(await verify()).toMatchObject({ ok: true, entries: 6, anchoredSequence: 6 });
  const [accepted] = (await listAudit(scene.db.database, scene.workspaceId, { limit: 1 })).items;
  expect(accepted).toMatchObject({
    action: 'audit.accepted',
    detail: { lastEntry: 5, newestAnchor: { sequence: 6 } },
  });
  const kept: string[] = [];
  for await (const key of deps.bytes.list('audit-accepted/')) kept.push(key.split('/').at(-1) ?? '');
  expect(kept.sort()).toEqual(evidence.map((key) => key.split('/').at(-1)));
  await write(1);
  expect(await anchor()).toBeNull();
  expect(await verify()).toMatchObject({ ok: true, anchoredSequence: 7 });

  await intruder.query(`update audit_entries set actor_name = 'Nobody' where sequence = 2`);
  await expect(acceptAudit(deps, scene.workspaceId)).rejects.toThrow(/Entry 2 was changed/);
});

test('who asks while a log is verified shares that run, and none lasts longer than it may', async () => {
  await write(3);
  let listed = 0;
  const counted: AuditDeps = {
    ...deps,
    bytes: {
      ...deps.bytes,
      list(prefix) {
        listed++;
        return deps.bytes.list(prefix);
      },
    },
  };
  const check = createVerifier(counted);
  const verdicts = await Promise.all([1, 2, 3].map(() => check(scene.workspaceId)));
  expect(verdicts.every((verdict) => verdict.ok && verdict.entries === 3)).toBe(true);
  expect(listed).toBe(1);
  await write(1);
  expect(await check(scene.workspaceId)).toMatchObject({ ok: true, entries: 4 });
  await expect(createVerifier(deps, 0)(scene.workspaceId)).rejects.toMatchObject({ code: 'timeout' });
});

test('anchors survive the rotation of the master key', async () => {
  await write(2);
  await anchor();
  const rotating = { ...deps, signer: createAnchorSigner(fixedMasterKeys([NEXT_KEY, KEY])) };
  expect((await verifyAudit(rotating, scene.workspaceId)).ok).toBe(true);
  await resignAnchors(rotating);
  const rotated = { ...deps, signer: createAnchorSigner(fixedMasterKeys([NEXT_KEY])) };
  expect((await verifyAudit(rotated, scene.workspaceId)).ok).toBe(true);
  expect((await verify()).problem).toMatch(/signed under the master key .* which is not here/);
});

test('the log is listed newest first, page by page, and filtered', async () => {
  await write(5);
  await write(2, {
    actor: { kind: 'key', id: 'k1', name: 'CI' },
    action: 'deployment.created',
    subject: { kind: 'slot', id: 's1', name: 'support-bot/greeting' },
  });
  const list = (filter: Partial<Parameters<typeof listAudit>[2]>) =>
    listAudit(scene.db.database, scene.workspaceId, { limit: 50, ...filter });
  const sequences = async (filter: Parameters<typeof list>[0]) =>
    (await list(filter)).items.map((entry) => entry.sequence);
  expect(await sequences({})).toEqual([7, 6, 5, 4, 3, 2, 1]);
  const first = await list({ limit: 3 });
  expect(first.items.map((entry) => entry.sequence)).toEqual([7, 6, 5]);
  expect(await sequences({ limit: 3, cursor: first.nextCursor! })).toEqual([4, 3, 2]);
  for (const filter of [
    { actor: 'k1' },
    { actor: 'CI' },
    { action: 'deployment' },
    { action: 'deployment.created' },
    { subject: 's1' },
    { subject: 'support-bot/greeting' },
    { subject: 'slot' },
  ])
    expect(await sequences(filter)).toEqual([7, 6]);
  expect(await sequences({ action: 'deploy' })).toEqual([]);
  const { at } = first.items[1]!;
  expect(await sequences({ from: at })).toEqual(expect.arrayContaining([7, 6]));
  expect(await sequences({ to: '2000-01-01T00:00:00.000Z' })).toEqual([]);
  await expect(list({ cursor: 'x' })).rejects.toMatchObject({ code: 'validation-failed' });
});

test('exports are whole over many batches, and spreadsheets run nothing of them', async () => {
  await write(1, {
    actor: { kind: 'user', id: 'u', name: '=HYPERLINK("http://evil","x")' },
    subject: { kind: 'version', id: '+1', name: 'a, "b"\nc' },
  });
  const { rows } = await intruder.query('select * from audit_entries');
  await intruder.query(
    `insert into audit_entries select gen_random_uuid(), workspace_id, n, at, actor_kind, actor_id, 'U', action, subject_kind,
       subject_id, subject_name, detail, correlation_id, previous_hash, hash from audit_entries, generate_series(2, 2500) n`,
  );
  const text = async (format: 'csv' | 'jsonl') => {
    let all = '';
    for await (const piece of exportAudit(scene.db.database, scene.workspaceId, format, {})) all += piece;
    return all;
  };
  const lines = (await text('jsonl')).trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line).sequence)).toEqual(
    Array.from({ length: 2500 }, (_, n) => n + 1),
  );
  const csv = await text('csv');
  expect(csv.split('\r\n')).toHaveLength(2502);
  expect(csv.split('\r\n')[0]).toMatch(/^sequence,at,actor_kind,/);
  expect(csv).toContain(`"'=HYPERLINK(""http://evil"",""x"")"`);
  expect(csv).toContain(`,'+1,"a, ""b""\nc",`);
  expect(rows).toHaveLength(1);
});
