import { DrizzleQueryError } from 'drizzle-orm/errors';
import { type DestinationStream, type Logger, pino } from 'pino';

export type { Logger };

/** Field names whose values are secrets or say who somebody is; they are masked wherever callers log them. */
const MASKED = [
  'password',
  'token',
  'secret',
  'key',
  'apiKey',
  'authorization',
  'cookie',
  'email',
  'name',
  'text',
  'address',
  'ip',
  'connectionString',
];

/**
 * A log of JSON lines, on stdout unless told otherwise. Messages are fixed strings; what varies stands in fields, of which secrets and
 * personal data are masked two levels deep.
 */
export function createLog(level: string, destination: DestinationStream = process.stdout): Logger {
  const options = {
    level,
    base: { process: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: MASKED.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
      censor: '[masked]',
    },
    serializers: { err: withoutPersonalData },
  };
  return pino(options, destination);
}

/**
 * What of an error is safe to log: PostgreSQL's `detail` and `where` quote rows, a request quotes its body, and
 * the query builder's message every parameter, password hashes among them.
 */
function withoutPersonalData(error: unknown): unknown {
  if (!(error instanceof Error)) return { type: typeof error };
  const code = 'code' in error ? String(error.code) : undefined;
  const message = safeMessage(error, code);
  return {
    type: error.name,
    code,
    message,
    // A stack repeats the message before its frames.
    stack: error.stack && [message, ...(error.stack.match(/^ {4}at .*$/gm) ?? [])].join('\n'),
    cause: error.cause === undefined ? undefined : withoutPersonalData(error.cause),
  };
}

/** PostgreSQL's class of errors about values, which it quotes: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const DATA_EXCEPTION = /^22[0-9A-Z]{3}$/;

function safeMessage(error: Error, code: string | undefined): string {
  if (error instanceof DrizzleQueryError) return `Failed query: ${error.query}`;
  if (code && DATA_EXCEPTION.test(code)) return 'a value that the database does not take';
  return maskAddresses(error.message);
}

/** Takes the credentials out of addresses (`postgres://user:password@host`), and e-mail addresses out of text. */
function maskAddresses(text: string): string {
  return text.replace(/\/\/[^/\s]+@/g, '//[masked]@').replace(/[\w.+-]+@[\w-]+\.[\w.-]+/g, '[masked]');
}
