import type { FastifyReply } from 'fastify';
import { SESSION_DAYS } from '../identity/sessions.ts';

export const SESSION_COOKIE = 'voiceops_session';

/** Gives the browser the session's token. `https`: whether our public address is TLS. */
export function setSessionCookie(reply: FastifyReply, token: string, https: boolean): void {
  reply.setCookie(SESSION_COOKIE, token, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: https,
    maxAge: SESSION_DAYS * 86_400,
  });
}

/** Takes the session's token from the browser. */
export function clearSessionCookie(reply: FastifyReply, https: boolean): void {
  reply.clearCookie(SESSION_COOKIE, { path: '/', httpOnly: true, sameSite: 'lax', secure: https });
}
