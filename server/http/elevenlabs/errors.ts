import type { FastifyReply, FastifyRequest } from 'fastify';
import { PROBLEMS, type ProblemCode } from '../../../shared/api/problems.ts';
import { ProblemError } from '../../problem.ts';
import { problemOf } from '../problems.ts';

/** One thing that is not valid, where and why. */
export interface Invalid {
  loc: (string | number)[];
  msg: string;
  type: string;
}

/** A request that ElevenLabs would refuse with 422. */
export class InvalidRequest extends Error {
  override readonly name = 'InvalidRequest';
  readonly detail: readonly Invalid[];

  constructor(detail: readonly Invalid[]) {
    super('The request is not valid.');
    this.detail = detail;
  }
}

/** A failure by ElevenLabs' own name for it. */
export class ElevenLabsError extends Error {
  override readonly name = 'ElevenLabsError';
  readonly httpStatus: number;
  readonly status: string;

  constructor(httpStatus: number, status: string, message: string) {
    super(message);
    this.httpStatus = httpStatus;
    this.status = status;
  }
}

/** Our codes that ElevenLabs' clients know under another name, and its HTTP status where that differs. */
const KNOWN: Partial<Record<ProblemCode, [status: string, httpStatus?: number]>> = {
  unauthenticated: ['invalid_api_key'],
  forbidden: ['missing_permissions'],
  'rate-limited': ['too_many_concurrent_requests'],
  'generation-limited': ['too_many_concurrent_requests'],
  'engine-busy': ['system_busy', 429],
  'engine-quota': ['quota_exceeded', 401],
  'quota-exceeded': ['quota_exceeded', 401],
  'empty-text': ['input_text_empty', 400],
  'text-too-long': ['max_character_limit_exceeded', 400],
  'unknown-voice': ['voice_not_found', 404],
};

/** Body and status of a failure as ElevenLabs' API has them. */
export function elevenLabsError(error: unknown): {
  httpStatus: number;
  retryAfterSeconds: number | undefined;
  body: object;
} {
  if (error instanceof InvalidRequest)
    return { httpStatus: 422, retryAfterSeconds: undefined, body: { detail: error.detail } };
  if (error instanceof ElevenLabsError) {
    const { httpStatus, status, message } = error;
    return { httpStatus, retryAfterSeconds: undefined, body: { detail: { status, message } } };
  }
  const problem = problemOf(error);
  const { code, message, retryAfterSeconds } = problem;
  if (code === 'malformed-json') {
    const detail = [{ type: 'json_invalid', loc: ['body'], msg: message }];
    return { httpStatus: 422, retryAfterSeconds, body: { detail } };
  }
  // What we call unprocessable has a word instead of a list of fields there, and that goes with 400.
  const own = PROBLEMS[code].status === 422 ? 400 : PROBLEMS[code].status;
  const [status = code.replaceAll('-', '_'), httpStatus = own] = KNOWN[code] ?? [];
  return { httpStatus, retryAfterSeconds, body: { detail: { status, message } } };
}

/** Answers a failure; what is ours to repair is logged. */
export function sendElevenLabsError(
  request: FastifyRequest,
  reply: FastifyReply,
  error: unknown,
): FastifyReply {
  const { httpStatus, retryAfterSeconds, body } = elevenLabsError(error);
  if (httpStatus >= 500) {
    const cause = error instanceof ProblemError ? (error.cause ?? error) : error;
    request.log.warn({ correlationId: request.id, err: cause }, 'request could not be served');
  }
  if (retryAfterSeconds !== undefined) reply.header('retry-after', Math.max(1, Math.ceil(retryAfterSeconds)));
  return reply.status(httpStatus).type('application/json').header('cache-control', 'no-store').send(body);
}
