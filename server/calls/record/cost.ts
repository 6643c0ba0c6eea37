import { and, eq, isNotNull, sql } from 'drizzle-orm';
import { modelCostUsd } from '../../../shared/prices/cost.ts';
import type { PriceTable } from '../../../shared/prices/priceTable.ts';
import type { WorkspaceTx } from '../../db/database.ts';
import { messages, usageEntries } from '../../db/schema/index.ts';

/** What a call costs by list prices. A part that nobody knows is absent, and the sum is of the known ones. */
export interface CallCost {
  costUsd: number;
  costParts: Record<string, number>;
}

/** Adds up what the accounts hold of a call: speech, recognition, language models, and the telephone itself. */
export async function costOfCall(
  tx: WorkspaceTx,
  workspaceId: string,
  call: { id: string; conversationId: string | null; carrier: string; durationMs: number },
  { prices, telephonyUsdPerMinute }: { prices: PriceTable; telephonyUsdPerMinute: number | null },
): Promise<CallCost> {
  const listening = sql<boolean>`${usageEntries.voiceId} like '%:listening-%'`;
  const spoken = await tx
    .select({
      listening: listening.mapWith(Boolean),
      costUsd: sql<number>`sum(${usageEntries.costUsd})`.mapWith(Number),
    })
    .from(usageEntries)
    .where(and(eq(usageEntries.workspaceId, workspaceId), eq(usageEntries.callId, call.id)))
    .groupBy(listening);
  const sumOf = (ofListening: boolean) => spoken.find((part) => part.listening === ofListening)?.costUsd ?? 0;
  const costParts: Record<string, number> = { speech: sumOf(false), recognition: sumOf(true) };
  const model = await costOfModels(tx, workspaceId, call.conversationId, prices);
  if (model !== null) costParts.model = model;
  // A call over the internet has no telephone company.
  if (call.carrier === 'browser') costParts.telephony = 0;
  else if (telephonyUsdPerMinute !== null)
    // Begun minutes are billed, as carriers do.
    costParts.telephony = Math.ceil(call.durationMs / 60_000) * telephonyUsdPerMinute;
  return { costUsd: Object.values(costParts).reduce((sum, part) => sum + part, 0), costParts };
}

/** Null where a model answered whose price is not known. */
async function costOfModels(
  tx: WorkspaceTx,
  workspaceId: string,
  conversationId: string | null,
  prices: PriceTable,
): Promise<number | null> {
  if (conversationId === null) return 0;
  const answers = await tx
    .select({
      agentId: sql<string>`${messages.agentId}`,
      model: sql<string>`coalesce(${messages.agentVersion}, '')`,
      inputTokens: sql<number>`coalesce(sum(${messages.inputTokens}), 0)`.mapWith(Number),
      outputTokens: sql<number>`coalesce(sum(${messages.outputTokens}), 0)`.mapWith(Number),
    })
    .from(messages)
    .where(
      and(
        eq(messages.workspaceId, workspaceId),
        eq(messages.conversationId, conversationId),
        isNotNull(messages.agentId),
      ),
    )
    .groupBy(messages.agentId, messages.agentVersion);
  let sum = 0;
  for (const { agentId, model, ...tokens } of answers) {
    const costUsd = modelCostUsd(prices, agentId, model, tokens);
    if (costUsd === null) return null;
    sum += costUsd;
  }
  return sum;
}
