import { PROBLEMS, type Problem, type ProblemCode } from '../shared/api/problems.ts';

/**
 * A failure with a stable code. The code alone decides HTTP status and whether retrying helps
 * (shared/api/problems.ts); `detail` is a sentence the caller can act on and holds nothing internal.
 */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly code: ProblemCode;
  readonly errors: { field: string; message: string }[] | undefined;
  /** Seconds after which trying again makes sense, when known. */
  readonly retryAfterSeconds: number | undefined;

  constructor(
    code: ProblemCode,
    detail: string,
    options: {
      errors?: { field: string; message: string }[];
      retryAfterSeconds?: number;
      cause?: unknown;
    } = {},
  ) {
    super(detail, { cause: options.cause });
    this.code = code;
    this.errors = options.errors;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }

  get retryable(): boolean {
    return PROBLEMS[this.code].retryable;
  }
}

/** The answer to an id that does not exist, or belongs to another workspace: nobody learns which. */
export function notFound(what: string): ProblemError {
  return new ProblemError('not-found', `There is no such ${what} in this workspace.`);
}

/** The JSON of a problem (RFC 9457). */
export function problemBody(problem: ProblemError, correlationId: string): Problem {
  const { status, title, retryable } = PROBLEMS[problem.code];
  return {
    type: `urn:voiceops:problem:${problem.code}`,
    title,
    status,
    detail: problem.message,
    code: problem.code,
    retryable,
    correlationId,
    ...(problem.errors ? { errors: problem.errors } : {}),
  };
}
