import { timingSafeEqual } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { v7 } from 'uuid';
import { SCOPES } from '../../shared/access.ts';
import { recordAudit } from '../db/audit.ts';
import type { Database, WorkspaceTx } from '../db/database.ts';
import { ProblemError } from '../problem.ts';
import { issue } from './apiKeys.ts';
import { createWorkspace, type FirstOwner, type FurnishWorkspace, ownerCaller } from './createWorkspace.ts';
import { getFact, putFact, type SetUp } from './installation.ts';
import { hashPassword } from './passwords.ts';
import { hashSecret, newSecret } from './secrets.ts';
import { startSession } from './sessions.ts';

const SAMPLE_WORKSPACE = 'Sample workspace';
/** Nobody can receive mail there (RFC 2606), so nobody else can claim it. */
const SAMPLE_OWNER: FirstOwner = { email: 'owner@sample.invalid', name: 'Sample Owner', passwordHash: null };

/** How a person sets the installation up. */
export type SetUpInput =
  | { kind: 'owner'; token: string; name: string; email: string; password: string; workspaceName: string }
  | { kind: 'sample'; token: string };

/** Whether nobody has set this installation up yet. */
export async function isSetUpNeeded(database: Database): Promise<boolean> {
  return (await getFact(database.outside, 'set-up')) === null;
}

/**
 * A new token for the link that is printed at the start, of which only the hash is kept; links printed before
 * stop working. Null once there is an owner with a password. While somebody is only looking at the sample
 * workspace the link lets them in again: its owner has no other way.
 */
export async function setupToken(database: Database): Promise<string | null> {
  return database.outside.transaction(async (tx) => {
    await lock(tx);
    if (!(await isOpen(tx))) return null;
    const token = newSecret();
    await putFact(tx, 'setup-token', hashSecret(token).toString('hex'));
    return token;
  });
}

/**
 * Creates the first owner, or enters the sample workspace, and starts a session, whose token it returns. Its
 * sample content is due from then on. Throws `setup-done`, and `forbidden` for a token that is not the last printed.
 */
export async function setUp(
  database: Database,
  input: SetUpInput,
  correlationId: string,
  furnish: FurnishWorkspace,
): Promise<string> {
  // Made before the transaction: it takes long and must hold no lock.
  const passwordHash = input.kind === 'owner' ? await hashPassword(input.password) : null;
  return database.outside.transaction(async (tx) => {
    await lock(tx);
    if (!(await isOpen(tx))) {
      throw new ProblemError('setup-done', 'This installation has an owner already. Sign in instead.');
    }
    await requireToken(tx, input.token);
    const before = await getFact(tx, 'set-up');
    if (input.kind === 'sample' && before) return enterAgain(tx, before, correlationId);
    const owner = input.kind === 'owner' ? { ...input, passwordHash } : SAMPLE_OWNER;
    const workspaceName = input.kind === 'owner' ? input.workspaceName : SAMPLE_WORKSPACE;
    const { workspaceId, userId } = await found(tx, input.kind, workspaceName, owner, correlationId, furnish);
    return startSession(tx, workspaceId, userId);
  });
}

/**
 * Sets the installation up without a person: owner, workspace, and optionally a key with every right whose value
 * the operator chose (at least 16 characters). Does nothing, and says false, where it has been set up.
 */
export async function bootstrapOwner(
  database: Database,
  input: { email: string; password: string; apiKey?: string | undefined },
  furnish: FurnishWorkspace,
): Promise<boolean> {
  if (input.apiKey !== undefined && input.apiKey.length < 16) {
    throw new Error('The API key of the first owner needs at least 16 characters');
  }
  if (!(await isSetUpNeeded(database))) return false;
  const passwordHash = await hashPassword(input.password);
  return database.outside.transaction(async (tx) => {
    await lock(tx);
    if ((await getFact(tx, 'set-up')) !== null) return false;
    const correlationId = v7();
    const owner = { email: input.email.toLowerCase(), name: 'Owner', passwordHash };
    const caller = await found(tx, 'owner', SAMPLE_WORKSPACE, owner, correlationId, furnish);
    if (input.apiKey !== undefined) {
      const wanted = { name: 'First key', scopes: [...SCOPES], expiresAt: null };
      const key = await issue(tx, caller, wanted, input.apiKey);
      await recordAudit(tx, caller.workspaceId, {
        actor: caller.actor,
        action: 'key.created',
        subject: { kind: 'key', id: key.id, name: key.name },
        detail: { scopes: key.scopes, expiresAt: null },
        correlationId,
      });
    }
    return true;
  });
}

async function found(
  tx: WorkspaceTx,
  kind: SetUp['kind'],
  workspaceName: string,
  owner: FirstOwner,
  correlationId: string,
  furnish: FurnishWorkspace,
) {
  const caller = await createWorkspace(tx, workspaceName, owner, correlationId, furnish);
  const setUp: SetUp = { kind, workspaceId: caller.workspaceId, userId: caller.userId };
  await putFact(tx, 'set-up', setUp);
  await putFact(tx, 'sample-content-due', setUp);
  return caller;
}

async function enterAgain(tx: WorkspaceTx, setUp: SetUp, correlationId: string): Promise<string> {
  const { workspaceId, userId } = setUp;
  await tx.execute(sql`select set_config('voiceops.workspace_id', ${workspaceId}, true)`);
  const token = await startSession(tx, workspaceId, userId);
  const { actor } = ownerCaller(workspaceId, userId, SAMPLE_OWNER.name, correlationId);
  await recordAudit(tx, workspaceId, {
    actor,
    action: 'session.started',
    subject: { kind: 'member', id: userId, name: actor.name },
    correlationId,
  });
  return token;
}

/** Setting up is one thing at a time, on all nodes. */
async function lock(tx: WorkspaceTx): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('voiceops:setup', 0))`);
}

async function isOpen(tx: WorkspaceTx): Promise<boolean> {
  const setUp = await getFact(tx, 'set-up');
  if (!setUp) return true;
  if (setUp.kind === 'owner') return false;
  const { rows } = await tx.execute<{ open: boolean }>(
    sql`select password_hash is null as open from voiceops_find_sign_in(${SAMPLE_OWNER.email}) where workspace_id = ${setUp.workspaceId}`,
  );
  return rows[0]?.open === true;
}

async function requireToken(tx: WorkspaceTx, token: string): Promise<void> {
  const expected = await getFact(tx, 'setup-token');
  if (expected && timingSafeEqual(Buffer.from(expected, 'hex'), hashSecret(token))) return;
  throw new ProblemError(
    'forbidden',
    'This link no longer works. Open the one that was printed at the last start.',
  );
}
