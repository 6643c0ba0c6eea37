import { type AnyColumn, type SQL, sql } from 'drizzle-orm';
import { ROLE_SCOPES, ROLES } from '../../../shared/access.ts';
import { approvals, memberships, revisions, versions } from '../../db/schema/index.ts';

/** Roles whose members may approve. */
const APPROVER_ROLES = ROLES.filter((role) => ROLE_SCOPES[role].includes('versions:approve'));

/** The person behind an author column: themselves, or who made the key that was used. */
function personBehind(kind: AnyColumn, id: AnyColumn): SQL<string | null> {
  return sql`case ${kind} when 'user' then ${id} when 'key' then (select k.created_by::text from api_keys k where k.id::text = ${id} and k.workspace_id = ${versions.workspaceId}) end`;
}

/**
 * Who the authors of a version are: whoever had it generated and whoever wrote its revision. For queries
 * over `versions` joined with `revisions`.
 */
const generatedBy = personBehind(versions.createdByKind, versions.createdById);
const writtenBy = personBehind(revisions.createdByKind, revisions.createdById);

/** What decides whether `userId` may approve a version; for queries over `versions` joined with `revisions`. */
export function eligibilityColumns(userId: string) {
  return {
    isAuthor: sql<boolean>`(${userId} in (coalesce(${generatedBy}, ''), coalesce(${writtenBy}, '')))`,
    /** Whether some other member could: one with the right who is no author. */
    othersCould: sql<boolean>`exists (
      select from ${memberships} m where m.workspace_id = ${versions.workspaceId}
        and m.role in (${sql.join(
          APPROVER_ROLES.map((role) => sql`${role}`),
          sql`, `,
        )})
        and m.user_id::text not in (${userId}, coalesce(${generatedBy}, ''), coalesce(${writtenBy}, '')))`,
    hasApproved: sql<boolean>`exists (
      select from ${approvals} a where a.version_id = ${versions.id} and a.withdrawn_at is null
        and a.created_by_kind = 'user' and a.created_by_id = ${userId})`,
  };
}

export interface Eligibility {
  isAuthor: boolean;
  othersCould: boolean;
  hasApproved: boolean;
}

/** Whether an approval would be refused because the approver is an author. */
export function barredAsAuthor(eligibility: Eligibility, requireFourEyes: boolean): boolean {
  return eligibility.isAuthor && (eligibility.othersCould || requireFourEyes);
}
