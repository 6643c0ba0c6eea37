import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { pino } from 'pino';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '../../server/db/embedded/index.ts';
import { migrate } from '../../server/db/migrate.ts';
import { keepLearning } from '../../server/dialogue/understanding/intents/keptLearning.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Answers with a `TestServer` once one is up: runs without database tests start none. */
    testServerAddress: string;
  }
}

/** Where test databases are made: an address of a superuser, and the migrated database to copy. */
export interface TestServer {
  url: string;
  template: string;
}

const FOLDER_PREFIX = 'voiceops-test-postgres-';

/**
 * One PostgreSQL for the whole run, VOICEOPS_TEST_DATABASE_URL when it is set, else an embedded one; and what the
 * built-in agent learned, once for all files.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await endAbandonedServers();
  keepLearning();
  let server: ReturnType<typeof startServer> | undefined;
  const door = createServer((_request, response) => {
    server ??= startServer();
    server.then(
      ({ url, template }) => response.end(JSON.stringify({ url, template } satisfies TestServer)),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
  project.provide('testServerAddress', `http://127.0.0.1:${(door.address() as AddressInfo).port}`);
  return async () => {
    door.closeAllConnections();
    await new Promise((resolve) => door.close(resolve));
    await server?.then((started) => started.stop());
  };
}

/** A PostgreSQL for tests, with the migrated database that theirs are copied from. */
export async function startServer(): Promise<TestServer & { stop(): Promise<void> }> {
  const template = `voiceops_template_${randomBytes(6).toString('hex')}`;
  const real = process.env.VOICEOPS_TEST_DATABASE_URL;
  if (real) {
    await createTemplate(real, template);
    return { url: real, template, stop: () => administer(real, `drop database ${template} with (force)`) };
  }
  const folder = await mkdtemp(join(tmpdir(), `${FOLDER_PREFIX}${process.pid}-`));
  const embedded = await startEmbeddedPostgres({
    dataDir: folder,
    log: pino({ level: 'silent' }),
    durable: false,
  });
  await createTemplate(embedded.url, template);
  return {
    url: embedded.url,
    template,
    async stop() {
      await embedded.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function createTemplate(url: string, template: string): Promise<void> {
  await administer(url, `create database ${template}`);
  await migrate(withDatabase(url, template));
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}

/** A run that was killed leaves its server behind; the folder's name says which process had started it. */
async function endAbandonedServers(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const [, starter] = /^voiceops-test-postgres-(\d+)-/.exec(name) ?? [];
    if (!starter || isAlive(Number(starter))) continue;
    const folder = join(tmpdir(), name);
    const pidFile = await readFile(join(folder, 'cluster', 'postmaster.pid'), 'utf8').catch(() => '');
    const pid = Number.parseInt(pidFile, 10);
    if (pid > 0 && (await commandLine(pid)).includes(folder)) end(pid);
    await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }
}

/** Another user's server is theirs to end. */
function end(pid: number): void {
  try {
    process.kill(pid, 'SIGQUIT');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) throw error;
  }
}

function commandLine(pid: number): Promise<string> {
  return readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
