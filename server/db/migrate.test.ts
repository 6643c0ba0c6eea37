import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded/index.ts';
import { migrate } from './migrate.ts';

// Roles belong to the whole server, so these tests change them on one of their own.
let folder: string;
let server: EmbeddedPostgres;
let admin: pg.Client;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'voiceops-migrate-'));
  server = await startEmbeddedPostgres({ dataDir: folder, log: pino({ level: 'silent' }), durable: false });
  admin = new pg.Client({ connectionString: server.url });
  await admin.connect();
});
afterAll(async () => {
  await admin.end();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

async function freshDatabase(name: string, owner = ''): Promise<string> {
  await admin.query(`create database ${name} ${owner && `owner ${owner}`}`);
  const url = new URL(server.url);
  url.pathname = `/${name}`;
  if (owner) {
    url.username = owner;
    url.password = 'secret';
  }
  return url.href;
}

test('an owner who may not make the app role is told what an administrator has to run', async () => {
  await admin.query(`create role plain login password 'secret'`);
  const url = await freshDatabase('unprivileged', 'plain');
  await expect(migrate(url)).rejects.toThrow(
    /plain may not create the role voiceops_app.*create role voiceops_app/,
  );
  await admin.query('create role voiceops_app nologin; grant voiceops_app to plain');
  await migrate(url);
  await admin.query('drop database unprivileged');
  await admin.query('drop role plain, voiceops_app');
});

test('nodes that start together take turns, and a later start changes nothing', async () => {
  const urls = [await freshDatabase('one'), await freshDatabase('two')];
  await Promise.all([...urls, ...urls, ...urls].map(migrate));
  await migrate(urls[0]!);
  for (const url of urls) {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    const { rows } = await client.query(
      `select count(*)::int as applied, count(distinct hash)::int as distinct from drizzle.__drizzle_migrations`,
    );
    await client.end();
    expect(rows[0].applied).toBeGreaterThan(3);
    expect(rows[0].applied).toBe(rows[0].distinct);
  }
});

test('an app role that would see past row-level security stops the start', async () => {
  const url = await freshDatabase('unsafe');
  await migrate(url);
  const owner = new pg.Client({ connectionString: url });
  await owner.connect();
  for (const [make, unmake, said] of [
    ['alter role voiceops_app superuser', 'alter role voiceops_app nosuperuser', /is a superuser/],
    [
      'alter role voiceops_app bypassrls',
      'alter role voiceops_app nobypassrls',
      /may bypass row-level security/,
    ],
    ['alter table scripts owner to voiceops_app', 'alter table scripts owner to voiceops', /owns tables/],
  ] as const) {
    await owner.query(make);
    await expect(migrate(url)).rejects.toThrow(said);
    await owner.query(unmake);
  }
  await owner.end();
  await migrate(url);
});
