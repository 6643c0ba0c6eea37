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

/** What of an error is safe to log: PostgreSQL's `detail` and `where` quote rows, a request quotes its body. */
function withoutPersonalData(error: unknown): unknown {
  if (!(error instanceof Error)) return { type: typeof error };
  const code = 'code' in error ? String(error.code) : undefined;
  return {
    type: error.name,
    code,
    message: maskAddresses(error.message),
    stack: error.stack && maskAddresses(error.stack),
    cause: error.cause === undefined ? undefined : withoutPersonalData(error.cause),
  };
}

/** Takes the credentials out of addresses (`postgres://user:password@host`), and e-mail addresses out of text. */
function maskAddresses(text: string): string {
  return text.replace(/\/\/[^/\s]+@/g, '//[masked]@').replace(/[\w.+-]+@[\w-]+\.[\w.-]+/g, '[masked]');
}
