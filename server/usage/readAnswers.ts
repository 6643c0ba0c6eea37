import { and, desc, eq, gte, lte, sql } from 'drizzle-orm';
import type { AnswerSum, UsageReport } from '../../shared/api/usage.ts';
import type { WorkspaceTx } from '../db/database.ts';
import { answerDays } from '../db/schema/index.ts';

/** What was answered in conversations on these days, and by whom. */
export async function readAnswers(
  tx: WorkspaceTx,
  workspaceId: string,
  { from, to }: { from: string; to: string },
): Promise<UsageReport['answers']> {
  const sumOf = (
    column: (typeof answerDays)['answers' | 'cached' | 'failed' | 'inputTokens' | 'outputTokens'],
  ) => sql<number>`sum(${column})`.mapWith(Number);
  const agents = await tx
    .select({
      id: answerDays.agentId,
      answers: sumOf(answerDays.answers),
      cached: sumOf(answerDays.cached),
      failed: sumOf(answerDays.failed),
      inputTokens: sumOf(answerDays.inputTokens),
      outputTokens: sumOf(answerDays.outputTokens),
    })
    .from(answerDays)
    .where(and(eq(answerDays.workspaceId, workspaceId), gte(answerDays.day, from), lte(answerDays.day, to)))
    .groupBy(answerDays.agentId)
    .orderBy(desc(sql`sum(${answerDays.answers})`));
  const total = agents.reduce(plus, NONE);
  return { ...total, hitRate: total.answers === 0 ? null : total.cached / total.answers, agents };
}

const NONE: AnswerSum = { answers: 0, cached: 0, failed: 0, inputTokens: 0, outputTokens: 0 };

function plus(a: AnswerSum, b: AnswerSum): AnswerSum {
  return {
    answers: a.answers + b.answers,
    cached: a.cached + b.cached,
    failed: a.failed + b.failed,
    inputTokens: a.inputTokens + b.inputTokens,
    outputTokens: a.outputTokens + b.outputTokens,
  };
}
