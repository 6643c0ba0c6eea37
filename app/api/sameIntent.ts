import { newIdempotencyKey } from './client.ts';
import { ApiProblem } from './problem.ts';

/** The server may have done it: it did not answer, or failed while it answered. */
const isOpen = (error: unknown): boolean =>
  error instanceof ApiProblem && (error.is('unreachable') || error.problem.status >= 500);

/**
 * Sends what is asked under an Idempotency-Key, and under the same one when the same is asked again after a
 * failure that leaves open whether it was done, so that it is done once. A refusal is an answer: what is
 * asked after it is asked anew.
 */
export function sameIntent() {
  let open: { asked: string; key: string } | null = null;
  return async <T>(asked: unknown, send: (idempotencyKey: string) => Promise<T>): Promise<T> => {
    const wish = JSON.stringify(asked);
    const { key } = open?.asked === wish ? open : { key: newIdempotencyKey() };
    open = { asked: wish, key };
    try {
      const answer = await send(key);
      open = null;
      return answer;
    } catch (error) {
      if (!isOpen(error)) open = null;
      throw error;
    }
  };
}
