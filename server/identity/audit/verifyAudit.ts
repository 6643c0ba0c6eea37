import { AUDIT_GENESIS, auditHash } from '../../db/audit.ts';
import type { Database } from '../../db/database.ts';
import { type Anchor, type AuditDeps, anchorProblem, listedAnchors, readAnchors } from './anchors.ts';
import { readHead, walkAudit } from './entries.ts';

export interface AuditVerdict {
  ok: boolean;
  /** Entries that were walked. */
  entries: number;
  head: string | null;
  anchoredSequence: number | null;
  anchoredAt: string | null;
  /** What was found first, in words. */
  problem: string | null;
}

/**
 * Walks the whole chain of a workspace and compares it with what was anchored in storage. Finds entries that
 * were edited, removed, added or swapped, a tail that was cut, and a chain that was rehashed from anywhere
 * before its newest anchor. Throws the reason of `signal` once that is aborted.
 */
export async function verifyAudit(
  deps: AuditDeps,
  workspaceId: string,
  signal?: AbortSignal,
): Promise<AuditVerdict> {
  const { database } = deps;
  // The list first, then storage, then the head: each may only be newer than the one before.
  const listed = await database.withWorkspace(workspaceId, (tx) => listedAnchors(tx, workspaceId));
  const stored = await readAnchors(deps, workspaceId);
  // Anchors that were put away meanwhile are no longer due.
  const still = await database.withWorkspace(workspaceId, (tx) => listedAnchors(tx, workspaceId));
  const due = listed.filter(({ number }) => still.some((each) => each.number === number));
  const anchors = stored.flatMap(({ anchor }) => anchor ?? []);
  const chain = await walkChain(database, workspaceId, { sequence: 0, hash: AUDIT_GENESIS }, anchors, signal);
  const newest = anchors.at(-1) ?? null;
  const problem = chain.problem ?? anchorProblem(stored, due.map(plain));
  return {
    ok: problem === null,
    entries: chain.entries,
    head: chain.head,
    anchoredSequence: newest?.sequence ?? null,
    anchoredAt: newest?.at ?? null,
    problem,
  };
}

const plain = ({ workspaceId, number, sequence, hash }: Omit<Anchor, 'at'> & { at: Date }) => ({
  workspaceId,
  number,
  sequence,
  hash,
});

/** Walks the chain from a known entry to its head, checking each link and each anchor on the way. */
export async function walkChain(
  database: Database,
  workspaceId: string,
  from: { sequence: number; hash: string },
  anchors: Anchor[],
  signal?: AbortSignal,
): Promise<{ problem: string | null; entries: number; head: string | null }> {
  const upTo = await database.withWorkspace(workspaceId, (tx) => readHead(tx, workspaceId));
  const anchoredAt = new Map(anchors.map((anchor) => [anchor.sequence, anchor]));
  let { sequence, hash } = from;
  let entries = 0;
  let problem: string | null = null;
  walk: for await (const rows of walkAudit(database, workspaceId, upTo?.sequence ?? 0, {
    after: from.sequence,
  })) {
    signal?.throwIfAborted();
    for (const row of rows) {
      const anchor = anchoredAt.get(row.sequence);
      if (row.sequence !== sequence + 1)
        problem =
          row.sequence === sequence + 2
            ? `Entry ${sequence + 1} is missing.`
            : `Entries ${sequence + 1} to ${row.sequence - 1} are missing.`;
      else if (row.previousHash !== hash)
        problem = `Entry ${row.sequence} does not follow the entry before it: one of the two was exchanged.`;
      else if (auditHash(row) !== row.hash)
        problem = `Entry ${row.sequence} was changed after it was written.`;
      else if (anchor && anchor.hash !== row.hash)
        problem = `Entry ${row.sequence} is not the one that was anchored on ${anchor.at}: the log was written anew.`;
      if (problem) break walk;
      sequence = row.sequence;
      hash = row.hash;
      entries++;
    }
  }
  const beyond = anchors.find((anchor) => anchor.sequence > sequence);
  if (!problem && beyond)
    problem = `The log ends with entry ${sequence}, but entry ${beyond.sequence} was anchored on ${beyond.at}: its end was cut off, or the database was restored from an earlier backup.`;
  return { problem, entries, head: upTo?.hash ?? null };
}
