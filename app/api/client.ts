import createClient from 'openapi-fetch';
import { toApiProblem, unreachable } from './problem.ts';
import type { paths } from './schema.gen.ts';

/** The typed client of our own API. The session cookie says who calls. */
export const api = createClient<paths>({
  baseUrl: window.location.origin,
  querySerializer: { array: { style: 'form', explode: false } },
  fetch: async (request) => {
    try {
      return await fetch(request);
    } catch (error) {
      if (error instanceof DOMException && error.name === 'AbortError') throw error;
      throw unreachable();
    }
  },
});

let onSignedOut = (): void => {};

/** Says what to do when the server no longer knows who we are. */
export function whenSignedOut(action: () => void): void {
  onSignedOut = action;
}

/** Tells the app that the session has ended. */
export function signedOut(): void {
  onSignedOut();
}

interface Answer<Data> {
  data?: Data;
  error?: unknown;
  response: Response;
}

/** The data of an answer; throws {@link ApiProblem} for anything but success. */
export async function unwrap<Data>(answer: Promise<Answer<Data>>): Promise<Data> {
  const { data, error, response } = await answer;
  if (response.ok) return data as Data;
  const failure = toApiProblem(error, response);
  if (failure.is('unauthenticated')) signedOut();
  throw failure;
}

/** A fresh Idempotency-Key: sent again on a retry of the same intent, so that it happens once. */
export function newIdempotencyKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}
