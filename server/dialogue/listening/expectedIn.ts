import { asc, eq } from 'drizzle-orm';
import type { WorkspaceTx } from '../../db/database.ts';
import { faqEntries } from '../../db/schema/index.ts';
import { mailDomains } from '../business/mailDomains.ts';
import { orderDigits } from '../business/orders.ts';
import { offeredServices } from '../business/services.ts';
import { readMemories } from '../conversations/beginConversation.ts';
import type { Conversations } from '../conversations/conversations.ts';
import { lastAnswer } from '../conversations/readConversations.ts';
import { readMemory } from '../rules/memory.ts';
import { askedIn } from '../understanding/asked.ts';
import type { Expected } from './grammar.ts';

/** More questions make every one of them harder to tell apart. */
const MOST_QUESTIONS = 60;

/** What can be booked and asked at a workspace, and how long its numbers are: it changes seldom. */
export interface Vocabulary {
  services: readonly string[];
  questions: readonly string[];
  /** How many digits an order's number may have; empty where that is not known. */
  orderDigits: readonly number[];
  /** Where people of the workspace and its customers have their e-mail addresses. */
  domains: readonly string[];
}

export async function readVocabulary(tx: WorkspaceTx, workspaceId: string): Promise<Vocabulary> {
  const services = await offeredServices(tx, workspaceId);
  const questions = await tx
    .select({ question: faqEntries.question })
    .from(faqEntries)
    .where(eq(faqEntries.workspaceId, workspaceId))
    .orderBy(asc(faqEntries.question))
    .limit(MOST_QUESTIONS);
  return {
    services: services.map(({ name }) => name),
    questions: questions.map(({ question }) => question),
    orderDigits: await orderDigits(tx, workspaceId),
    domains: await mailDomains(tx, workspaceId),
  };
}

/**
 * What somebody may say next in a conversation, or (null) to begin one: by what was asked last, and by what can be
 * booked and asked at this workspace.
 */
export function expectedIn(
  deps: Conversations,
  workspaceId: string,
  conversationId: string | null,
): Promise<Expected> {
  return deps.database.withWorkspace(workspaceId, async (tx) => ({
    ...(conversationId === null
      ? { asked: 'anything' }
      : await askedLast(tx, deps, workspaceId, conversationId)),
    ...(await readVocabulary(tx, workspaceId)),
  }));
}

/** By what the built-in agent knows, else by the words of whoever answered last. */
async function askedLast(
  tx: WorkspaceTx,
  deps: Conversations,
  workspaceId: string,
  conversationId: string,
): Promise<Pick<Expected, 'asked' | 'beneath'>> {
  const { builtin } = await readMemories(tx, deps, workspaceId, conversationId);
  if (builtin === undefined)
    return { asked: askedIn(await lastAnswer(tx, deps, workspaceId, conversationId)) };
  const { asked, beneath } = readMemory(builtin);
  return { asked, beneath: beneath?.asked ?? null };
}
