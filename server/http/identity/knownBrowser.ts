import type { FastifyReply, FastifyRequest } from 'fastify';
import { v4 } from 'uuid';
import type { Signer } from '../../identity/signer.ts';

const COOKIE = 'voiceops_browser';
const KEPT_DAYS = 365;

const vouchedFor = (id: string, email: string) => JSON.stringify([id, email]);

/**
 * The id of a browser in which somebody signed in with this e-mail before; null for any other. Who guesses from
 * many addresses does not have it, and so cannot use up what its person may try.
 */
export function knownBrowser(request: FastifyRequest, email: string, signer: Signer): string | null {
  const [id, keyId, signature] = request.cookies[COOKIE]?.split('.') ?? [];
  if (!id || !keyId || !signature) return null;
  return signer.verify(vouchedFor(id, email), keyId, signature) === 'right' ? id : null;
}

/** Lets the browser prove later that this e-mail signed in there; of several people it remembers the last. */
export function rememberBrowser(
  reply: FastifyReply,
  { id, email, https }: { id: string | null; email: string; https: boolean },
  signer: Signer,
): void {
  const own = id ?? v4();
  const { keyId, signature } = signer.sign(vouchedFor(own, email));
  reply.setCookie(COOKIE, `${own}.${keyId}.${signature}`, {
    path: '/api/v1/sign-in',
    httpOnly: true,
    sameSite: 'strict',
    secure: https,
    maxAge: KEPT_DAYS * 86_400,
  });
}
