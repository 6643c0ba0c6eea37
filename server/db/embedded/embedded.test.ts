import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openDatabase } from '../database.ts';
import { migrate } from '../migrate.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './index.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const HOLDER = join('test', 'support', 'embeddedServer.ts');
// initdb and each commit wait for the disk, which other tests use too.
vi.setConfig({ testTimeout: 90_000 });
const log = pino({ level: 'silent' });
let dataDir: string;
const open: EmbeddedPostgres[] = [];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'voiceops-embedded-'));
});
afterEach(async () => {
  for (const server of open.splice(0)) await server.stop();
  await rm(dataDir, { recursive: true, force: true });
});

async function start(): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir, log });
  open.push(server);
  return server;
}

async function query(url: string, text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.query(text, values)).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}

const eventually = <T>(check: () => Promise<T>) => vi.waitFor(check, { timeout: 20_000, interval: 50 });

async function postmasterPid(folder = dataDir): Promise<number> {
  return Number.parseInt(await readFile(join(folder, 'cluster', 'postmaster.pid'), 'utf8'), 10);
}

/** Starts a process that holds the server, and waits for the server's address. */
async function hold(
  folder: string,
  as: { uid?: number; gid?: number; root?: string } = {},
): Promise<{ holder: ChildProcess; url: string }> {
  const holder = spawn(process.execPath, ['--import', 'tsx', HOLDER, folder], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
    ...(as.uid !== undefined && { uid: as.uid, gid: as.gid }),
  });
  const [url] = await once(createInterface(holder.stdout!), 'line');
  return { holder, url: String(url) };
}

test('keeps what it acknowledged when it is killed, and comes back at the same address', async () => {
  const { url } = await start();
  expect(await query(url, 'show fsync')).toEqual([{ fsync: 'on' }]);
  await migrate(url);
  await query(url, 'create table notes (id int primary key)');
  await query(url, 'grant all on notes to voiceops_app');
  const database = openDatabase(url, 2);
  const acknowledged: number[] = [];
  for (let round = 0; round < 2; round++) {
    const pid = await postmasterPid();
    let writing = true;
    const writer = (async () => {
      while (writing) {
        const id = acknowledged.length + round * 100_000;
        await database.pool.query('insert into notes values ($1)', [id]).then(
          () => acknowledged.push(id),
          () => undefined,
        );
      }
    })();
    await eventually(async () => expect(acknowledged.length).toBeGreaterThan((round + 1) * 20));
    process.kill(pid, 'SIGKILL');
    await eventually(async () => {
      expect(await postmasterPid()).not.toBe(pid);
      await database.pool.query('select 1');
    });
    writing = false;
    await writer;
  }
  const kept = new Set((await query(url, 'select id from notes')).map((row) => row.id));
  expect(acknowledged.filter((id) => !kept.has(id))).toEqual([]);
  await database.close();
});

test('a server that outlived its killed holder is adopted, and stopped in the end', async () => {
  const { holder, url } = await hold(dataDir);
  await query(url, 'create table notes (id int)');
  const exit = once(holder, 'exit');
  holder.kill('SIGKILL');
  await exit;
  const pid = await postmasterPid();

  const adopted = await start();
  expect(adopted.url).toBe(url);
  expect(await postmasterPid()).toBe(pid);
  await query(adopted.url, 'insert into notes values (1)');

  process.kill(pid, 'SIGKILL');
  await eventually(async () => {
    expect(await postmasterPid()).not.toBe(pid);
    expect(await query(url, 'select id from notes')).toEqual([{ id: 1 }]);
  });
  await open.pop()!.stop();
  await expect(query(url, 'select 1')).rejects.toThrow();
});

test('a pid file that names somebody else is not believed', async () => {
  const first = await start();
  await query(first.url, 'create table notes (id int)');
  const pidFile = join(dataDir, 'cluster', 'postmaster.pid');
  const content = await readFile(pidFile, 'utf8');
  await open.pop()!.stop();
  await writeFile(pidFile, content.replace(/^\d+/, String(process.pid)));
  const second = await start();
  expect(await query(second.url, 'select id from notes')).toEqual([]);
});

test('listens on loopback only, wants its password, and keeps it from others', async () => {
  const { url } = await start();
  expect(await query(url, 'show listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }]);
  expect(await query(url, 'show unix_socket_directories')).toEqual([{ unix_socket_directories: '' }]);
  const guess = new URL(url);
  guess.password = 'guess';
  await expect(query(guess.href, 'select 1')).rejects.toThrow(/password/);
  expect((await stat(join(dataDir, 'password'))).mode & 0o777).toBe(0o600);
  expect(
    await query(
      url,
      `select datcollate, pg_encoding_to_char(encoding) as encoding from pg_database where datname = current_database()`,
    ),
  ).toEqual([{ datcollate: 'C', encoding: 'UTF8' }]);
});

// Only root can become somebody else; an ordinary user runs all of the above as itself.
test.runIf(process.getuid?.() === 0)(
  "runs for an ordinary user, and as root over that user's data",
  async () => {
    await chmod(dataDir, 0o755);
    const folder = join(dataDir, 'theirs');
    await mkdir(folder, { mode: 0o700 });
    await chown(folder, 65534, 65534);
    const { holder, url } = await hold(folder, { uid: 65534, gid: 65534 });
    await query(url, 'create table notes (id int)');
    const exit = once(holder, 'exit');
    holder.kill('SIGTERM');
    await exit;
    const asRoot = await startEmbeddedPostgres({ dataDir: folder, log });
    try {
      expect(await query(asRoot.url, 'select id from notes')).toEqual([]);
    } finally {
      await asRoot.stop();
    }
  },
);
