import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { PROBLEMS, type ProblemCode } from '../../shared/api/problems.ts';
import { ProblemError, problemBody } from '../problem.ts';
import { databaseProblemOf } from './databaseFailures.ts';

/** What the framework refuses by itself, in our words: its own messages are not for callers. */
const REFUSALS: Record<number, { code: ProblemCode; detail: string }> = {
  400: { code: 'bad-request', detail: 'The request could not be read: check its address, headers and body.' },
  404: { code: 'not-found', detail: 'There is nothing at this address.' },
  405: { code: 'method-not-allowed', detail: 'This address does not answer this method.' },
  408: { code: 'timeout', detail: 'The request did not arrive in time. Send it again.' },
  413: { code: 'body-too-large', detail: 'The request body is too large. Send less at once.' },
  415: {
    code: 'unsupported-media-type',
    detail: 'This content type is not read here. The documentation names the one that is.',
  },
  429: { code: 'rate-limited', detail: 'Too many requests. Wait a moment and try again.' },
};
/** An address that leads out of the web app's folder or writes its path otherwise: no file is there. */
const FORBIDDEN_PATH = 'FST_STATIC_FORBIDDEN_PATH';
const MALFORMED_JSON = new Set(['FST_ERR_CTP_INVALID_JSON_BODY', 'FST_ERR_CTP_EMPTY_JSON_BODY']);

/** Translates whatever was thrown into a problem; what nobody foresaw becomes `internal` and says nothing. */
export function problemOf(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  if (hasZodFastifySchemaValidationErrors(error)) {
    return invalidFields(
      error.validation.map(({ instancePath, keyword, message = 'is not valid', params }) => ({
        path: instancePath.split('/').filter(Boolean),
        code: keyword,
        message,
        keys: (params as { keys?: string[] }).keys,
      })),
      error,
    );
  }
  if (isFastifyError(error) && MALFORMED_JSON.has(error.code)) {
    return new ProblemError('malformed-json', 'The body is not valid JSON.', { cause: error });
  }
  if (isFastifyError(error)) {
    const status = error.code === FORBIDDEN_PATH ? 404 : error.statusCode;
    const refusal = status === undefined ? undefined : REFUSALS[status];
    if (refusal) return new ProblemError(refusal.code, refusal.detail, { cause: error });
  }
  const failure = databaseProblemOf(error);
  if (failure) return failure;
  return new ProblemError(
    'internal',
    'Something went wrong on our side. Quote the correlation id to your operator.',
    {
      cause: error,
    },
  );
}

/** What a schema found wrong, as zod says it. */
interface Issue {
  path: PropertyKey[];
  code: string;
  message: string;
  /** Fields that the schema does not know. */
  keys?: string[] | undefined;
}

/** `validation-failed` that names every field that is wrong. */
export function invalidFields(issues: readonly Issue[], cause?: unknown): ProblemError {
  return new ProblemError('validation-failed', 'Correct these fields and send it again.', {
    errors: issues.flatMap(({ path, code, message, keys = [] }) =>
      code === 'unrecognized_keys'
        ? keys.map((key) => ({ field: [...path, key].join('.'), message: 'is not a field of this request' }))
        : [{ field: path.join('.'), message }],
    ),
    cause,
  });
}

/** Answers with a problem, and logs what is ours to repair. */
export function sendProblem(request: FastifyRequest, reply: FastifyReply, error: unknown): FastifyReply {
  const problem = problemOf(error);
  const { status } = PROBLEMS[problem.code];
  if (status >= 500) {
    const fields = { correlationId: request.id, code: problem.code, err: problem.cause ?? problem };
    if (problem.code === 'internal') request.log.error(fields, 'request failed');
    else request.log.warn(fields, 'request could not be served');
  }
  if (status === 401) reply.header('www-authenticate', 'Bearer');
  if (problem.retryAfterSeconds !== undefined) {
    reply.header('retry-after', Math.max(1, Math.ceil(problem.retryAfterSeconds)));
  }
  // A string body: the route's own reply schema describes success only.
  return reply
    .status(status)
    .header('cache-control', 'no-store')
    .type('application/problem+json; charset=utf-8')
    .serializer((payload: string) => payload)
    .send(JSON.stringify(problemBody(problem, request.id)));
}

/** Every error of every route ends here. */
export function handleProblems(app: FastifyInstance): void {
  app.setErrorHandler((error, request, reply) => sendProblem(request, reply, error));
}

function isFastifyError(error: unknown): error is FastifyError {
  return (
    error instanceof Error && 'code' in error && typeof error.code === 'string' && /^FST_/.test(error.code)
  );
}
