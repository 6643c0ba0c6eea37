import { createHash } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import type { Caller } from '../caller.ts';
import { ProblemError } from '../problem.ts';
import { canonical } from './audit.ts';
import type { WorkspaceTx } from './database.ts';
import { idempotencyKeys } from './schema/index.ts';

/** A request that carries an Idempotency-Key. */
export interface KeyedRequest {
  key: string;
  /** Of everything that was asked, so that the same key with another wish is noticed. */
  hash: string;
}

export function keyedRequest(key: string | undefined, request: unknown): KeyedRequest | null {
  if (key === undefined) return null;
  return { key, hash: createHash('sha256').update(canonical(request)).digest('hex') };
}

/** Keys of different callers do not meet. */
const actorOf = ({ actor }: Caller) => `${actor.kind}:${actor.id}`;

/** What the first request with this key made; null when this is the first. Throws `idempotency-mismatch`. */
export async function findEarlier(
  tx: WorkspaceTx,
  caller: Caller,
  { key, hash }: KeyedRequest,
): Promise<string | null> {
  const [earlier] = await tx
    .select({ hash: idempotencyKeys.requestHash, subjectId: idempotencyKeys.subjectId })
    .from(idempotencyKeys)
    .where(
      and(
        eq(idempotencyKeys.workspaceId, caller.workspaceId),
        eq(idempotencyKeys.actorId, actorOf(caller)),
        eq(idempotencyKeys.key, key),
      ),
    );
  if (!earlier) return null;
  if (earlier.hash !== hash)
    throw new ProblemError(
      'idempotency-mismatch',
      'This Idempotency-Key came with another request before. Use a new key for a new request.',
    );
  return earlier.subjectId;
}

/**
 * Takes the key for what this transaction makes; waits for a request that is taking it at the same time.
 * Gives what that one made when it was first, else null. Throws `idempotency-mismatch`.
 */
export async function takeKey(
  tx: WorkspaceTx,
  caller: Caller,
  request: KeyedRequest,
  subjectId: string,
): Promise<string | null> {
  const taken = await tx
    .insert(idempotencyKeys)
    .values({
      workspaceId: caller.workspaceId,
      actorId: actorOf(caller),
      key: request.key,
      requestHash: request.hash,
      subjectId,
    })
    .onConflictDoNothing()
    .returning({ subjectId: idempotencyKeys.subjectId });
  return taken.length > 0 ? null : findEarlier(tx, caller, request);
}
