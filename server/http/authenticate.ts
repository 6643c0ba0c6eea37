import type { FastifyInstance, FastifyRequest } from 'fastify';
import { PERSON_ONLY_SCOPES } from '../../shared/access.ts';
import type { Access } from '../../shared/api/route.ts';
import type { Caller } from '../caller.ts';
import type { Callers } from '../identity/callers.ts';
import type { KnownCaller } from '../identity/knownCaller.ts';
import { ProblemError } from '../problem.ts';
import type { WaitingAddresses } from './limits/waitingAddresses.ts';
import { provenanceOf } from './origin.ts';
import { SESSION_COOKIE } from './sessionCookie.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who is calling; null where nobody has shown a valid session or key. */
    caller: Caller | null;
    /** What is wrong with the credentials that were shown, to be told once they are needed. */
    credentialProblem: ProblemError | null;
    /** Whether a key or session was shown that is nobody's. */
    showedUnknownCredential: boolean;
    /**
     * Who stands behind it, asked anew: null once the session ended or the key was revoked. For streams and sockets,
     * which outlive the check at their beginning.
     */
    presentCaller(): Promise<KnownCaller | null>;
  }
}

/** Gives every request of the whole server `caller` and `requireCaller()`; who it is comes from `authenticate`. */
export function decorateCaller(app: FastifyInstance): void {
  app.decorateRequest('caller', null);
  app.decorateRequest('credentialProblem', null);
  app.decorateRequest('showedUnknownCredential', false);
  app.decorateRequest('requireCaller', function requireCaller(this: FastifyRequest): Caller {
    if (!this.caller) throw this.credentialProblem ?? unauthenticated();
    return this.caller;
  });
}

/**
 * Finds out who calls, by key or session cookie, and refuses state changes that another site's page sends. Where
 * somebody guesses, credentials that were never anybody's here are refused without asking the database.
 */
export function authenticate(
  app: FastifyInstance,
  callers: Callers,
  publicUrl: URL | null,
  waiting: WaitingAddresses,
): void {
  app.decorateRequest('presentCaller', function presentCallerOfIt(this: FastifyRequest) {
    return presentCaller(this, callers);
  });
  app.addHook('onRequest', async (request) => {
    const key = keyOf(request);
    if (key !== null) {
      if (!callers.hasMet(key)) waiting.refuse(request);
      const known = await callers.ofKey(key);
      request.showedUnknownCredential = !known;
      // Thrown after the request was counted: guessing keys is limited by address.
      if (!known) request.credentialProblem = unknownKey();
      if (known) request.caller = { ...known, correlationId: request.id };
      return;
    }
    const provenance = provenanceOf(request, publicUrl);
    if (provenance === 'foreign') throw foreignOrigin();
    const token = request.cookies[SESSION_COOKIE];
    if (!token) return;
    if (!callers.hasMet(token)) waiting.refuse(request);
    const known = await callers.ofSession(token);
    request.showedUnknownCredential = !known;
    if (!known) return;
    if (provenance === 'unsaid') throw foreignOrigin();
    request.caller = { ...known, correlationId: request.id };
  });
}

/**
 * Who stands behind a request that is still being answered, asked anew: null once its session ended or its
 * key was revoked. For streams, which outlive the check at their beginning.
 */
export async function presentCaller(request: FastifyRequest, callers: Callers): Promise<KnownCaller | null> {
  const key = keyOf(request);
  if (key !== null) return callers.ofKey(key);
  const token = request.cookies[SESSION_COOKIE];
  return token ? callers.ofSession(token) : null;
}

/** Holds every route to its `config.access`; a route that does not say who may call it stops the start. */
export function enforceAccess(app: FastifyInstance): void {
  app.addHook('onRoute', (route) => {
    if (!route.config?.access) throw new Error(`${route.method} ${route.url} does not say who may call it`);
  });
  app.addHook('onRequest', async (request) => {
    const access = request.routeOptions.config.access ?? 'signed-in';
    if (access !== 'public') admit(request.requireCaller(), access);
  });
}

function admit(caller: Caller, access: Exclude<Access, 'public'>): void {
  if (access === 'signed-in') return;
  if (caller.role === null && PERSON_ONLY_SCOPES.includes(access)) {
    throw new ProblemError('person-required', 'Only a person who is signed in may do this, not a key.');
  }
  if (!caller.scopes.has(access)) {
    throw new ProblemError(
      'forbidden',
      `This needs the right \`${access}\`. Ask an owner or admin of the workspace.`,
    );
  }
}

/** `Authorization: Bearer KEY` anywhere, `xi-api-key: KEY` on the compatible endpoints. */
function keyOf(request: FastifyRequest): string | null {
  const [scheme, key] = (request.headers.authorization ?? '').split(' ');
  if (scheme?.toLowerCase() === 'bearer' && key) return key;
  const elevenLabs = request.headers['xi-api-key'];
  if (typeof elevenLabs === 'string' && elevenLabs && /^\/v[12]\//.test(request.url)) return elevenLabs;
  return null;
}

function unauthenticated(): ProblemError {
  return new ProblemError('unauthenticated', 'Sign in, or send a key as `Authorization: Bearer KEY`.');
}

function unknownKey(): ProblemError {
  return new ProblemError('unauthenticated', 'This key is unknown, has expired or was revoked.');
}

function foreignOrigin(): ProblemError {
  return new ProblemError(
    'foreign-origin',
    'A session may change things only from our own pages. Programs use a key; behind a proxy set VOICEOPS_PUBLIC_URL.',
  );
}
