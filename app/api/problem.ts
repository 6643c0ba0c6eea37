import type { ProblemCode, Problem as ServerProblem } from '../../shared/api/problems.ts';

/** What the server answered, or that it did not. */
export type Problem = Omit<ServerProblem, 'code'> & { code: ProblemCode | 'unreachable' | 'outdated' };

/** A refusal or failure of the server, as it says it (RFC 9457), or that it could not be reached. */
export class ApiProblem extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail);
    this.name = 'ApiProblem';
  }

  is(code: Problem['code']): boolean {
    return this.problem.code === code;
  }

  /** The message about one field of the request, or null. Fields are named as in the body, e.g. `email`. */
  field(name: string): string | null {
    return this.problem.errors?.find((error) => error.field === name)?.message ?? null;
  }
}

/** The server did not answer at all: the network or the installation is down. */
export function unreachable(): ApiProblem {
  return new ApiProblem({
    type: 'about:blank',
    title: 'The server cannot be reached',
    status: 0,
    detail: 'Check the connection. What you entered is still here; try again in a moment.',
    code: 'unreachable',
    retryable: true,
    correlationId: '',
  });
}

/** Reads the problem of a failed response; an answer without one becomes a plain problem with its status. */
export function toApiProblem(body: unknown, response: Response): ApiProblem {
  if (typeof body === 'object' && body !== null && 'code' in body && 'detail' in body) {
    return new ApiProblem(body as Problem);
  }
  return new ApiProblem({
    type: 'about:blank',
    title: 'Something went wrong',
    status: response.status,
    detail: `The server answered with status ${response.status}. Nothing was changed by this screen.`,
    code: 'internal',
    retryable: response.status >= 500,
    correlationId: response.headers.get('x-correlation-id') ?? '',
  });
}
