import { ApiProblem } from './problem.ts';

/** What the server said about a field of the request that failed, or null. */
export const fieldError = (error: Error | null, field: string): string | null =>
  error instanceof ApiProblem ? error.field(field) : null;
