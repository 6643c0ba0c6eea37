import { and, asc, eq } from 'drizzle-orm';
import type { WorkspaceTx } from '../../db/database.ts';
import { conversations, messages } from '../../db/schema/index.ts';
import type { AudioStore } from '../../storage/audioStore.ts';
import { openContent, openState, sealContent, sealState } from './content.ts';

/**
 * Rewrites what is kept of a conversation, text by text, in order: messages, what tools were given and gave, title and
 * summary. One that is gone is no failure.
 */
export async function redactConversation(
  tx: WorkspaceTx,
  audioStore: Pick<AudioStore, 'seal' | 'open'>,
  { workspaceId, conversationId }: { workspaceId: string; conversationId: string },
  redact: (text: string, by: 'person' | 'agent') => string,
): Promise<void> {
  const its = and(eq(conversations.workspaceId, workspaceId), eq(conversations.id, conversationId));
  const [row] = await tx.select().from(conversations).where(its).for('update');
  if (!row) return;
  const said = await tx
    .select({ id: messages.id, by: messages.by, sealedSecret: messages.sealedSecret })
    .from(messages)
    .where(and(eq(messages.workspaceId, workspaceId), eq(messages.conversationId, conversationId)))
    .orderBy(asc(messages.number));
  for (const { id, by, sealedSecret } of said) {
    const content = openContent(audioStore, sealedSecret);
    const text = redact(content.text, by === 'person' ? 'person' : 'agent');
    const calls = content.calls && redactDeep(content.calls, (inner) => redact(inner, 'agent'));
    await tx
      .update(messages)
      .set({ sealedSecret: sealContent(audioStore, { ...content, text, ...(calls && { calls }) }) })
      .where(and(eq(messages.workspaceId, workspaceId), eq(messages.id, id)));
  }
  const state = redactDeep(openState(audioStore, row.sealedSecret), (text) => redact(text, 'agent'));
  await tx
    .update(conversations)
    .set({ sealedSecret: sealState(audioStore, state) })
    .where(its);
}

/** A copy in which every text is rewritten. */
function redactDeep<Value>(value: Value, redact: (text: string) => string): Value {
  if (typeof value === 'string') return redact(value) as Value;
  if (Array.isArray(value)) return value.map((inner: unknown) => redactDeep(inner, redact)) as Value;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, redactDeep(inner, redact)]),
  ) as Value;
}
