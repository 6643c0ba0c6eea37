import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AUDIT_GENESIS, auditHash } from '../../server/db/audit.ts';
import { runningAddress } from '../../server/db/embedded/runningAddress.ts';
import type { AuditEntry } from '../../shared/api/operations.ts';
import { type Client, clientOf, signIn, until } from '../support/client.ts';
import { NO_LIMITS, OWNER, type RunningNode, startNode } from '../support/node.ts';

/** What a spreadsheet would take for a formula, and what CSV has to quote. */
const AWKWARD = '=SUM(1,2), "quoted"';

let dir: string;
let node: RunningNode;
let key: Client;
let workspaceId: string;
let slug: string;
/** The database's superuser, who may do anything to the table. */
let intruder: pg.Client;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'voiceops-audit-'));
  const env = { ...OWNER, ...NO_LIMITS, VOICEOPS_DRAIN_SECONDS: '1' };
  // Without a worker nothing is anchored, and the sample content's generations add nothing.
  node = await startNode({ ...env, VOICEOPS_ROLES: 'web' }, dir);
  const secret = await writeLog(node.url);
  await node.stop();
  // A worker anchors what it finds as soon as it is up.
  node = await startNode(env, dir);
  key = clientOf(node.url, { key: secret });
  await until(verdict, ({ anchoredSequence, entries }) => anchoredSequence === entries);
  const address = await runningAddress(join(dir, 'postgres'));
  intruder = new pg.Client({ connectionString: address! });
  await intruder.connect();
}, 90_000);
afterAll(async () => {
  await intruder?.end();
  await node?.stop();
  await rm(dir, { recursive: true, force: true });
}, 60_000);

/** Does something in a workspace of its own; gives an API key for it. */
async function writeLog(url: string): Promise<string> {
  const owner = await signIn(url, OWNER.VOICEOPS_OWNER_EMAIL, OWNER.VOICEOPS_OWNER_PASSWORD);
  ({ id: workspaceId, slug } = (await owner.post('/api/v1/workspaces', { name: 'Audited' })).body);
  const entered = await owner.post(`/api/v1/workspaces/${workspaceId}/enter`);
  const cookie = entered.headers.get('set-cookie')?.split(';')[0] ?? '';
  const inside = clientOf(url, { cookie });
  for (const name of ['Hotline', AWKWARD, 'Ümläut 한국어'])
    expect((await inside.post('/api/v1/projects', { name, purpose: 'support' })).status).toBe(201);
  const scopes = ['workspace:read', 'audit:read'];
  return (await inside.post('/api/v1/api-keys', { name: 'Auditor', scopes })).body.key;
}

const verdict = async () => (await key.get('/api/v1/audit/verify')).body;

/** `npm run audit -- verify` beside the running node. */
function auditCommand(...workspace: string[]): Promise<{ code: number; said: string }> {
  const args = ['run', '--silent', 'audit', '--', 'verify', ...workspace];
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, VOICEOPS_DATA_DIR: dir };
  return new Promise((resolve) => {
    execFile('npm', args, { env }, (error, stdout) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, said: stdout }),
    );
  });
}

test('an untouched log is whole, by command and by request, in every workspace', async () => {
  const { entries, anchoredAt, ...more } = await verdict();
  expect(more).toMatchObject({ ok: true, anchoredSequence: entries, problem: null });
  const one = await auditCommand(slug);
  expect(one).toEqual({
    code: 0,
    said: `${slug}: whole, ${entries} entries, anchored up to entry ${entries} on ${anchoredAt}\n`,
  });
  const all = await auditCommand();
  expect(all.code).toBe(0);
  expect(all.said.trim().split('\n')).toEqual([
    expect.stringMatching(/: whole, /),
    expect.stringMatching(/: whole, /),
  ]);
  expect(await auditCommand('nowhere')).toMatchObject({ code: 2, said: '' });
}, 60_000);

test.each<[string, () => Promise<unknown>, RegExp]>([
  [
    'a detail that was changed',
    () => change(`update audit_entries set detail = '{"forged": true}' where sequence = 2`),
    /^Entry 2 was changed after it was written\.$/,
  ],
  [
    'an end that was cut off',
    () =>
      change(
        'delete from audit_entries where sequence > (select max(sequence) - 2 from audit_entries where workspace_id = $1)',
      ),
    /^The log ends with entry \d+, but entry \d+ was anchored .* its end was cut off/,
  ],
  [
    'a chain that was written anew as a whole',
    async () => {
      await change(`update audit_entries set actor_name = 'Nobody' where sequence = 2`);
      await rehash();
    },
    /^Entry \d+ is not the one that was anchored .* the log was written anew\.$/,
  ],
])(
  '%s is named, by command and by request',
  async (_what, tamper, problem) => {
    await intruder.query('begin');
    await intruder.query('create table audit_before as table audit_entries');
    await intruder.query('alter table audit_entries disable trigger all');
    await tamper();
    await intruder.query('commit');
    try {
      const { ok, problem: named } = await verdict();
      expect(ok).toBe(false);
      expect(named).toMatch(problem);
      expect(await auditCommand(slug)).toEqual({ code: 1, said: `${slug}: NOT WHOLE. ${named}\n` });
    } finally {
      await intruder.query('begin');
      await change('delete from audit_entries where true');
      await intruder.query('insert into audit_entries select * from audit_before where workspace_id = $1', [
        workspaceId,
      ]);
      await intruder.query('drop table audit_before');
      await intruder.query('alter table audit_entries enable trigger all');
      await intruder.query('commit');
    }
    expect(await verdict()).toMatchObject({ ok: true });
  },
  60_000,
);

test('both exports hold every entry', async () => {
  const listed: AuditEntry[] = (await key.get('/api/v1/audit?limit=200')).body.items.toReversed();
  expect(listed.map(({ subject }) => subject.name)).toContain(AWKWARD);
  const lines = (await key.get('/api/v1/audit/export?format=jsonl')).body.toString().trimEnd().split('\n');
  expect(lines.map((line: string) => JSON.parse(line))).toEqual(listed);

  const csv = (await key.get('/api/v1/audit/export?format=csv')).body.toString();
  const [header, ...cells] = parseCsv(csv);
  const records = cells.map((row) => Object.fromEntries(row.map((cell, index) => [header![index]!, cell])));
  expect(records).toEqual(
    listed.map((entry) => ({
      sequence: String(entry.sequence),
      at: entry.at,
      actor_kind: entry.actor.kind,
      actor_id: entry.actor.id,
      actor_name: entry.actor.name,
      action: entry.action,
      subject_kind: entry.subject.kind,
      subject_id: entry.subject.id,
      // So that no spreadsheet calculates it.
      subject_name: entry.subject.name === AWKWARD ? `'${AWKWARD}` : (entry.subject.name ?? ''),
      detail: JSON.stringify(entry.detail),
      correlation_id: entry.correlationId ?? '',
      previous_hash: entry.previousHash,
      hash: entry.hash,
    })),
  );
});

/** Runs a statement that ends in a condition, for this workspace's entries only. */
const change = (statement: string) => intruder.query(`${statement} and workspace_id = $1`, [workspaceId]);

/** Writes every hash anew, as an intruder who knows how the chain is made would. */
async function rehash(): Promise<void> {
  const { rows } = await intruder.query(
    `select id, workspace_id as "workspaceId", sequence, at, actor_kind as "actorKind", actor_id as "actorId",
       actor_name as "actorName", action, subject_kind as "subjectKind", subject_id as "subjectId",
       subject_name as "subjectName", detail, correlation_id as "correlationId"
     from audit_entries where workspace_id = $1 order by sequence`,
    [workspaceId],
  );
  let previousHash = AUDIT_GENESIS;
  for (const row of rows) {
    const hash = auditHash({ ...row, sequence: Number(row.sequence), previousHash });
    await intruder.query('update audit_entries set previous_hash = $2, hash = $3 where id = $1', [
      row.id,
      previousHash,
      hash,
    ]);
    previousHash = hash;
  }
}

/** Rows of cells, by RFC 4180. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    rows.at(-1)!.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (end === '\r\n') rows.push([]);
  }
  return rows.slice(0, -1);
}
