import { sql } from 'drizzle-orm';
import { dayOf } from '../../../shared/usage/days.ts';
import type { WorkspaceTx } from '../../db/database.ts';
import { answerDays } from '../../db/schema/index.ts';
import type { TurnEnd } from '../contract.ts';
import type { AgentNamed } from '../turn/request.ts';

interface Answered {
  agent: Pick<AgentNamed, 'id' | 'version'>;
  /** It came from memory. */
  cached: boolean;
  end: TurnEnd;
  usage: { inputTokens: number; outputTokens: number };
}

/** Adds an answer to those of the day, by its agent and model. */
export async function countAnswer(
  tx: WorkspaceTx,
  workspaceId: string,
  { agent, cached, end, usage }: Answered,
): Promise<void> {
  const { inputTokens, outputTokens } = usage;
  await tx
    .insert(answerDays)
    .values({
      workspaceId,
      day: dayOf(new Date()),
      agentId: agent.id,
      model: agent.version,
      answers: 1,
      cached: cached ? 1 : 0,
      failed: end === 'failed' ? 1 : 0,
      inputTokens,
      outputTokens,
    })
    .onConflictDoUpdate({
      target: [answerDays.workspaceId, answerDays.day, answerDays.agentId, answerDays.model],
      set: {
        answers: sql`${answerDays.answers} + 1`,
        cached: sql`${answerDays.cached} + excluded.cached`,
        failed: sql`${answerDays.failed} + excluded.failed`,
        inputTokens: sql`${answerDays.inputTokens} + excluded.input_tokens`,
        outputTokens: sql`${answerDays.outputTokens} + excluded.output_tokens`,
      },
    });
}
