import { eq, sql } from 'drizzle-orm';
import { workspaces } from '../../db/schema/index.ts';
import type { AuditDeps } from './anchors.ts';
import { type AuditVerdict, verifyAudit } from './verifyAudit.ts';

/** Verifies the log of every workspace, or of the one with this id or slug, one after the other. */
export async function* verifyWorkspaces(
  deps: AuditDeps,
  only?: string,
): AsyncGenerator<{ slug: string; verdict: AuditVerdict }> {
  for await (const { id, slug } of workspacesNamed(deps, only))
    yield { slug, verdict: await verifyAudit(deps, id) };
}

/** Every workspace, or the one with this id or slug. */
export async function* workspacesNamed(
  deps: AuditDeps,
  only?: string,
): AsyncGenerator<{ id: string; slug: string }> {
  const { rows } = await deps.database.outside.execute<{ id: string }>(
    sql`select voiceops_all_workspaces() as id`,
  );
  for (const { id } of rows) {
    const slug = await deps.database.withWorkspace(id, async (tx) => {
      const [row] = await tx.select({ slug: workspaces.slug }).from(workspaces).where(eq(workspaces.id, id));
      return row!.slug;
    });
    if (only === undefined || only === id || only === slug) yield { id, slug };
  }
}
