import { eq, sql } from 'drizzle-orm';
import type { Actor } from '../../../shared/api/common.ts';
import { AUDIT_GENESIS, recordAudit } from '../../db/audit.ts';
import { auditAnchors } from '../../db/schema/index.ts';
import { ProblemError } from '../../problem.ts';
import { type AuditDeps, readAnchors, writeAnchor } from './anchors.ts';
import { readHead } from './entries.ts';
import { verifyAudit, walkChain } from './verifyAudit.ts';

/** Who is at the command line is not known to the product. */
const OPERATOR: Actor = { kind: 'system', id: null, name: 'Operator (audit accept)' };

/**
 * Accepts a log that does not continue what was anchored, as after a database was restored from an earlier backup:
 * writes down what was accepted, anchors the log as it is, and moves the anchors so far out of the way, to
 * `audit-accepted/`, where they stay as evidence. Gives what was accepted, in words; null where all was whole.
 * Throws `conflict` where the entries themselves are not a chain: no anchor could make that whole again.
 */
export async function acceptAudit(deps: AuditDeps, workspaceId: string): Promise<string | null> {
  const { database, bytes } = deps;
  const { problem } = await verifyAudit(deps, workspaceId);
  if (!problem) return null;
  const chain = await walkChain(database, workspaceId, { sequence: 0, hash: AUDIT_GENESIS }, []);
  if (chain.problem)
    throw new ProblemError(
      'conflict',
      `This cannot be accepted, since it is in the entries themselves, not in what was anchored of them: ${chain.problem}`,
    );
  await database.withWorkspace(workspaceId, async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`anchor:${workspaceId}`}, 0))`);
    const stored = await readAnchors(deps, workspaceId);
    const listed = await tx.delete(auditAnchors).where(eq(auditAnchors.workspaceId, workspaceId)).returning();
    const at = new Date();
    const aside = `audit-accepted/${workspaceId}/${at.toISOString().replace(/[:.]/g, '-').toLowerCase()}/`;
    for (const { key } of stored) await bytes.put(`${aside}${key.split('/').at(-1)}`, await bytes.get(key));
    const newest = stored.at(-1)?.anchor ?? null;
    await recordAudit(tx, workspaceId, {
      actor: OPERATOR,
      action: 'audit.accepted',
      subject: { kind: 'workspace', id: workspaceId },
      detail: {
        problem,
        lastEntry: chain.entries,
        newestAnchor: newest && { sequence: newest.sequence, hash: newest.hash, at: newest.at },
        anchorsMovedTo: aside,
      },
    });
    const head = (await readHead(tx, workspaceId))!;
    const number =
      Math.max(0, ...stored.map((each) => each.number), ...listed.map((each) => each.number)) + 1;
    await tx.insert(auditAnchors).values({ workspaceId, number, ...head, at });
    await writeAnchor(deps, { workspaceId, number, ...head, at: at.toISOString() });
    for (const { key } of stored) await bytes.delete(key);
  });
  return problem;
}
