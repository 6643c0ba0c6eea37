import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import pg from 'pg';
import { v7 } from 'uuid';
import { type Database, openDatabase } from '../../server/db/database.ts';
import type { Role } from '../../shared/access.ts';
import type { TestServer } from './globalSetup.ts';

export interface TestDatabase {
  /** Address for what the product opens itself; acts as the owner of the tables. */
  url: string;
  /** The server's superuser, connected to the server's own database, for what only an administrator may do. */
  adminUrl: string;
  /** The product's door to it, under the app role. */
  database: Database;
  close(): Promise<void>;
}

/** A fresh, migrated, empty database on `given`, else on the run's server; `close` drops it, whoever is connected. */
export async function createTestDatabase(given?: TestServer): Promise<TestDatabase> {
  const server = given ?? (await serverOfTheRun());
  const name = `voiceops_test_${randomBytes(8).toString('hex')}`;
  await administer(server.url, `create database ${name} template ${server.template}`);
  const address = new URL(server.url);
  address.pathname = `/${name}`;
  const database = openDatabase(address.href);
  return {
    url: address.href,
    adminUrl: server.url,
    database,
    async close() {
      if (!database.pool.ended) await database.close();
      await administer(server.url, `drop database ${name} with (force)`);
    },
  };
}

export interface TestWorkspace {
  workspaceId: string;
  slug: string;
  ownerId: string;
  ownerEmail: string;
}

async function serverOfTheRun(): Promise<TestServer> {
  // Only within a run of vitest can its package be loaded.
  const { inject } = await import('vitest');
  const response = await fetch(inject('testServerAddress'));
  if (!response.ok) throw new Error(`No database server for tests: ${await response.text()}`);
  return (await response.json()) as TestServer;
}

/** A workspace with its owner, who has no password. */
export async function createWorkspace(
  db: TestDatabase,
  { slug = `w-${randomBytes(5).toString('hex')}` }: { slug?: string } = {},
): Promise<TestWorkspace> {
  const workspaceId = v7();
  await db.database.outside.execute(
    sql`select voiceops_create_workspace(${workspaceId}, ${slug}, ${`Workspace ${slug}`})`,
  );
  const ownerEmail = `owner@${slug}.test`;
  const ownerId = await addMember(db, workspaceId, { email: ownerEmail, name: 'Olga Owner', role: 'owner' });
  return { workspaceId, slug, ownerId, ownerEmail };
}

/** Adds a member without a password and returns the user's id. */
export async function addMember(
  db: TestDatabase,
  workspaceId: string,
  member: { email: string; name: string; role: Role },
): Promise<string> {
  const { rows } = await db.database.outside.execute<{ id: string }>(
    sql`select voiceops_add_member(${workspaceId}, ${v7()}, ${member.email}, ${member.name}, null, ${member.role}) as id`,
  );
  return rows[0]!.id;
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
