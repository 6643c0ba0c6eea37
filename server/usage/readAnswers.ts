import { and, desc, eq, gte, lte } from 'drizzle-orm';
import type { AnswerSum, UsageReport } from '../../shared/api/usage.ts';
import { modelCostUsd } from '../../shared/prices/cost.ts';
import type { PriceTable } from '../../shared/prices/priceTable.ts';
import type { WorkspaceTx } from '../db/database.ts';
import { answerDays } from '../db/schema/index.ts';

/** The answers of a day by one model. */
export interface AnswersOfDay extends AnswerSum {
  day: string;
  id: string;
  model: string;
}

/** What was answered in conversations on these days, each day and model for itself, with what it costs now. */
export async function answersByDay(
  tx: WorkspaceTx,
  workspaceId: string,
  { from, to }: { from: string; to: string },
  prices: PriceTable,
): Promise<AnswersOfDay[]> {
  const rows = await tx
    .select()
    .from(answerDays)
    .where(and(eq(answerDays.workspaceId, workspaceId), gte(answerDays.day, from), lte(answerDays.day, to)))
    .orderBy(answerDays.day, desc(answerDays.answers), answerDays.agentId, answerDays.model);
  return rows.map(({ workspaceId: _workspace, agentId, ...row }) => {
    const costUsd = modelCostUsd(prices, agentId, row.model, row);
    return { ...row, id: agentId, costUsd: costUsd ?? 0, unpriced: costUsd === null ? row.answers : 0 };
  });
}

/** Sums of answers: all of them, and by agent and model, most first. */
export function sumAnswers(days: readonly AnswersOfDay[]): UsageReport['answers'] {
  const agents = new Map<string, UsageReport['answers']['agents'][number]>();
  for (const { id, model, ...sum } of days) {
    const key = JSON.stringify([id, model]);
    agents.set(key, { id, model, ...plus(agents.get(key) ?? NONE, sum) });
  }
  const total = days.reduce<AnswerSum>(plus, NONE);
  return {
    ...total,
    hitRate: total.answers === 0 ? null : total.cached / total.answers,
    agents: [...agents.values()].sort((a, b) => b.answers - a.answers),
  };
}

const NONE: AnswerSum = {
  answers: 0,
  cached: 0,
  failed: 0,
  inputTokens: 0,
  outputTokens: 0,
  costUsd: 0,
  unpriced: 0,
};

function plus(a: AnswerSum, b: AnswerSum): AnswerSum {
  return {
    answers: a.answers + b.answers,
    cached: a.cached + b.cached,
    failed: a.failed + b.failed,
    inputTokens: a.inputTokens + b.inputTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    costUsd: a.costUsd + b.costUsd,
    unpriced: a.unpriced + b.unpriced,
  };
}
