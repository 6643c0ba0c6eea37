import { type SQL, sql } from 'drizzle-orm';
import type { WorkspaceTx } from '../db/database.ts';

/** Runs SQL inside or outside a transaction. */
type Executor = Pick<WorkspaceTx, 'execute'>;

/** How the installation was set up: whose it is. */
export interface SetUp {
  /** `sample`: somebody is looking around, as an owner without a password. */
  kind: 'owner' | 'sample';
  workspaceId: string;
  userId: string;
}

interface Facts {
  'set-up': SetUp;
  /** Hex SHA-256 of the token in the link that was printed last. */
  'setup-token': string;
  /** The workspace whose sample content is not complete yet. */
  'sample-content-due': SetUp | null;
}

/** A fact about the installation; null when it was never written. */
export async function getFact<Name extends keyof Facts>(
  executor: Executor,
  name: Name,
): Promise<Facts[Name] | null> {
  return first(executor, sql`select voiceops_installation_get(${name}) as value`);
}

/** Writes a fact, over what was there. */
export async function putFact<Name extends keyof Facts>(
  executor: Executor,
  name: Name,
  value: Facts[Name],
): Promise<void> {
  await executor.execute(
    sql`select voiceops_installation_put(${name}, ${JSON.stringify(value)}::jsonb, false)`,
  );
}

async function first<T>(executor: Executor, query: SQL): Promise<T | null> {
  const { rows } = await executor.execute<{ value: T | null }>(query);
  return rows[0]?.value ?? null;
}
