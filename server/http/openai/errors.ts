import type { FastifyReply, FastifyRequest } from 'fastify';
import { PROBLEMS, type ProblemCode } from '../../../shared/api/problems.ts';
import { ProblemError } from '../../problem.ts';
import { problemOf } from '../problems.ts';

/** A failure in OpenAI's words: which field, and their code for it where they have one. */
export class OpenAiError extends Error {
  override readonly name = 'OpenAiError';
  readonly status: number;
  readonly param: string | null;
  readonly code: string | null;

  constructor(status: number, message: string, param: string | null, code: string | null = null) {
    super(message);
    this.status = status;
    this.param = param;
    this.code = code;
  }
}

/** Our codes that OpenAI's clients know under another name, and the field they are about. */
const KNOWN: Partial<Record<ProblemCode, { code?: string; param?: string }>> = {
  unauthenticated: { code: 'invalid_api_key' },
  'rate-limited': { code: 'rate_limit_exceeded' },
  'generation-limited': { code: 'rate_limit_exceeded' },
  'empty-text': { param: 'input' },
  'text-too-long': { param: 'input', code: 'string_above_max_length' },
  'invalid-characters': { param: 'input' },
  'unknown-voice': { param: 'voice' },
  'unsupported-format': { param: 'response_format' },
};

/** Body and status of a failure as OpenAI's API has them. */
export function openAiError(error: unknown): {
  status: number;
  retryAfterSeconds: number | undefined;
  body: object;
} {
  if (error instanceof OpenAiError) {
    const { status, message, param, code } = error;
    return {
      status,
      retryAfterSeconds: undefined,
      body: { error: { message, type: typeOf(status), param, code } },
    };
  }
  const problem = problemOf(error);
  // OpenAI answers what cannot be processed with 400.
  const status = PROBLEMS[problem.code].status === 422 ? 400 : PROBLEMS[problem.code].status;
  const { code = problem.code.replaceAll('-', '_'), param = null } = KNOWN[problem.code] ?? {};
  return {
    status,
    retryAfterSeconds: problem.retryAfterSeconds,
    body: { error: { message: problem.message, type: typeOf(status), param, code } },
  };
}

/** Answers a failure; what is ours to repair is logged. */
export function sendOpenAiError(request: FastifyRequest, reply: FastifyReply, error: unknown): FastifyReply {
  const { status, retryAfterSeconds, body } = openAiError(error);
  if (status >= 500) {
    const cause = error instanceof ProblemError ? (error.cause ?? error) : error;
    request.log.warn({ correlationId: request.id, err: cause }, 'request could not be served');
  }
  if (status === 401) reply.header('www-authenticate', 'Bearer');
  if (retryAfterSeconds !== undefined) reply.header('retry-after', Math.max(1, Math.ceil(retryAfterSeconds)));
  return reply.status(status).header('cache-control', 'no-store').send(body);
}

function typeOf(status: number): string {
  if (status === 429) return 'rate_limit_error';
  if (status === 403) return 'permission_error';
  return status >= 500 ? 'server_error' : 'invalid_request_error';
}
