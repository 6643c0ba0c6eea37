import type { Conversations } from './conversations.ts';
import { type HeldTurn, RENEW_MS, renew } from './lease.ts';

/**
 * Holds a conversation while a turn goes on and writes down what was said so far, until `end`. `onLost` is called when
 * somebody stopped the turn, or the conversation is gone or another's. While the database is away it goes on: the
 * lease alone decides who may write.
 */
export function holdConversation(
  deps: Conversations,
  held: HeldTurn,
  textSoFar: () => string,
  { onLost, everyMs = RENEW_MS }: { onLost(): void; everyMs?: number },
): { end(): void } {
  let over = false;
  const timer = setInterval(() => {
    renew(deps, held, textSoFar()).then(
      (holds) => {
        if (!holds && !over) onLost();
      },
      () => undefined,
    );
  }, everyMs);
  return {
    end() {
      over = true;
      clearInterval(timer);
    },
  };
}
