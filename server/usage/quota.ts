import { sql } from 'drizzle-orm';
import { dayOf, monthOf, nextMonth } from '../../shared/usage/days.ts';
import { PLAN_TERMS, type Plan } from '../../shared/usage/plans.ts';
import type { WorkspaceTx } from '../db/database.ts';
import { ProblemError } from '../problem.ts';

/** Throws `not-in-plan` where a plan includes no speech at all. */
export function requireSpeech(plan: Plan): void {
  if (PLAN_TERMS[plan].charactersPerMonth === 0)
    throw new ProblemError(
      'not-in-plan',
      `The plan ${PLAN_TERMS[plan].name} is for texts alone. Ask the owner of the workspace for one with voices.`,
    );
}

/**
 * Counts characters of this month, in the caller's transaction. Throws `quota-exceeded` with when it begins anew, and
 * then nothing was counted; two at once cannot both take what is left.
 */
export async function takeCharacters(
  tx: WorkspaceTx,
  workspaceId: string,
  plan: Plan,
  characters: number,
): Promise<void> {
  const limit = PLAN_TERMS[plan].charactersPerMonth;
  const month = monthOf(dayOf(new Date()));
  const { rowCount } = await tx.execute(sql`
    insert into usage_months as m (workspace_id, month, characters)
    select ${workspaceId}::uuid, ${month}::date, ${characters}::bigint
    where ${limit}::bigint is null or ${characters}::bigint <= ${limit}::bigint
    on conflict (workspace_id, month) do update set characters = m.characters + excluded.characters
    where ${limit}::bigint is null or m.characters + excluded.characters <= ${limit}::bigint`);
  if (rowCount === 0 && limit !== null)
    throw exceeded(plan, limit, await spoken(tx, workspaceId), characters);
}

/** Gives back what was taken at `at`. */
export async function giveCharactersBack(
  tx: WorkspaceTx,
  workspaceId: string,
  at: Date,
  characters: number,
): Promise<void> {
  await tx.execute(sql`
    update usage_months set characters = greatest(0, characters - ${characters})
    where workspace_id = ${workspaceId} and month = ${monthOf(dayOf(at))}`);
}

/** Throws as `takeCharacters` would, and counts nothing. */
export async function requireCharacters(
  tx: WorkspaceTx,
  workspaceId: string,
  plan: Plan,
  characters: number,
): Promise<void> {
  const limit = PLAN_TERMS[plan].charactersPerMonth;
  if (limit === null) return;
  const used = await spoken(tx, workspaceId);
  if (used + characters > limit) throw exceeded(plan, limit, used, characters);
}

/** What counts against this month's quota. */
export async function spoken(tx: WorkspaceTx, workspaceId: string): Promise<number> {
  const { rows } = await tx.execute<{ characters: string }>(
    sql`select characters from usage_months where workspace_id = ${workspaceId} and month = ${monthOf(dayOf(new Date()))}`,
  );
  return Number(rows[0]?.characters ?? 0);
}

function exceeded(plan: Plan, limit: number, used: number, wanted: number): ProblemError {
  const resets = nextMonth(dayOf(new Date()));
  const number = (count: number) => count.toLocaleString('en-US');
  return new ProblemError(
    'quota-exceeded',
    `The plan ${PLAN_TERMS[plan].name} includes ${number(limit)} characters a month; ${number(used)} are used and this needs ${number(wanted)}. The next month begins on ${resets} (UTC).`,
    { retryAfterSeconds: Math.ceil((Date.parse(`${resets}T00:00:00Z`) - Date.now()) / 1000) },
  );
}
