import { APICallError } from 'ai';
import { ProblemError } from '../../problem.ts';
import { offline, readRetryAfter } from '../../speech/remote/failures.ts';

const TOO_LONG =
  /prompt is too long|context[_ ](length|window)|maximum context|exceeds? the (available )?context/i;
const NO_CREDIT = /insufficient_quota|credit balance|billing/i;
/** What providers call their failures inside a stream that began well. */
const IN_STREAM: Readonly<Record<string, number>> = {
  overloaded_error: 529,
  rate_limit_error: 429,
  rate_limit_exceeded: 429,
  timeout_error: 504,
};

/**
 * What a failure of a model's server means, in words without anything of its own: `engine-busy`, `engine-quota`,
 * `engine-rejected-key`, `engine-refused`, `engine-unavailable`, `timeout` or `context-too-long`.
 */
export function problemOfModel(engine: string, error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  if (APICallError.isInstance(error)) {
    const { statusCode, responseHeaders, responseBody = '' } = error;
    if (statusCode !== undefined && !(statusCode >= 200 && statusCode < 300))
      return problemOfStatus(engine, statusCode, responseBody, responseHeaders?.['retry-after']);
    return statusCode === undefined ? offline(engine, error.cause ?? error, 'language') : brokenOff(engine);
  }
  const status = IN_STREAM[nameOf(error)];
  return status === undefined ? brokenOff(engine) : problemOfStatus(engine, status, '', undefined);
}

/** An answer that ended before its end. */
export function brokenOff(engine: string): ProblemError {
  return new ProblemError('engine-unavailable', `${engine} broke off in the middle. Try again.`);
}

function problemOfStatus(engine: string, status: number, body: string, retryAfter?: string): ProblemError {
  const seconds = readRetryAfter(retryAfter ?? null);
  const waiting = seconds === undefined ? {} : { retryAfterSeconds: seconds };
  if (TOO_LONG.test(body) || status === 413)
    return new ProblemError('context-too-long', `The conversation is too long for ${engine}.`);
  if (NO_CREDIT.test(body) || status === 402)
    return new ProblemError('engine-quota', `The quota at ${engine} is used up. Raise it there.`);
  if (status === 401 || status === 403)
    return new ProblemError(
      'engine-rejected-key',
      `${engine} does not accept the key. Set a valid one in the settings of the engine.`,
    );
  if (status === 429 || status === 529)
    return new ProblemError('engine-busy', `${engine} has too much to do. Try again in a moment.`, waiting);
  if (status === 408 || status === 504)
    return new ProblemError('timeout', `${engine} says that it took too long. Try again.`, waiting);
  if (status >= 500)
    return new ProblemError('engine-unavailable', `${engine} is in trouble (status ${status}).`, waiting);
  if (status === 404)
    return new ProblemError(
      'engine-refused',
      `${engine} does not know its model or its address (status 404). Correct the settings of the engine.`,
    );
  return new ProblemError('engine-refused', `${engine} refuses this request (status ${status}).`);
}

/** Failures in a stream come as what the server sent, or as an error around it. */
function nameOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  const { type, code, error: inner } = error as Record<string, unknown>;
  for (const name of [code, type]) if (typeof name === 'string' && name in IN_STREAM) return name;
  return inner === undefined ? '' : nameOf(inner);
}
