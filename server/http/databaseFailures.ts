import { ProblemError } from '../problem.ts';

/** PostgreSQL and socket error codes that say that the database is away, full or restarting. */
const AWAY = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  '08001',
  '08006',
  '53300',
  '57P01',
  '57P02',
  '57P03',
]);
/** How the driver says it where there is no code: the answer never came, or the session was lost before the question. */
const LOST =
  /^Connection terminated|^Client (has encountered a connection error|was closed) and is not queryable/;
/** A row was locked too long, or two transactions waited for each other. */
const BUSY = new Set(['40001', '40P01', '55P03']);
const STATEMENT_TIMEOUT = '57014';
/** A NUL character, which JSON can carry and PostgreSQL's text cannot. */
const UNSTORABLE = new Set(['22021', '22P05']);

/** What a failed query means to the caller; null for anything else, which is a fault of ours. */
export function databaseProblemOf(error: unknown): ProblemError | null {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
    const gone = AWAY.has(code) || LOST.test(cause.message);
    if (gone || BUSY.has(code)) {
      return new ProblemError(
        'unavailable',
        'Something this needs does not answer for a moment. Try again.',
        {
          cause: error,
          retryAfterSeconds: 1,
        },
      );
    }
    if (code === STATEMENT_TIMEOUT) {
      return new ProblemError('timeout', 'The answer took too long. Ask for less, or try again.', {
        cause: error,
      });
    }
    if (UNSTORABLE.has(code)) {
      return new ProblemError('invalid-characters', 'Take the NUL character out of what you sent.', {
        cause: error,
      });
    }
  }
  return null;
}
