import type { Understanding } from '../contract.ts';
import type { ConversationState } from '../conversations/content.ts';
import { readMemory } from '../rules/memory.ts';
import { learned } from '../understanding/intents/intents.ts';
import { understand } from '../understanding/understand.ts';

/**
 * Understands a message before anything is locked for it. What is given answers at once for the conversation as it
 * was then, and understands anew where something else was asked in the meantime.
 */
export async function understoodBefore(
  message: string,
  before: ConversationState,
): Promise<(text: string, state: ConversationState) => Understanding> {
  await learned();
  const asked = askedLast(before);
  const understanding = understand(message, { asked });
  return (text, state) =>
    askedLast(state) === asked ? understanding : understand(text, { asked: askedLast(state) });
}

/** It decides how a short answer is meant. */
function askedLast({ memories }: ConversationState) {
  return readMemory(memories.builtin).asked;
}
