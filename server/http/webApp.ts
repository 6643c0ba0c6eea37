import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { contentSecurityPolicy } from './securityHeaders.ts';
import { SESSION_COOKIE, setSessionCookie } from './sessionCookie.ts';

/** Where index.html wants its nonce: libraries that write their own style elements read it from a meta tag. */
const NONCE_PLACEHOLDER = '__CSP_NONCE__';

/** Sends the page of the web app, which then shows what the address names. */
export type SendPage = (request: FastifyRequest, reply: FastifyReply) => FastifyReply;

/**
 * Serves the built web app in `folder`; its assets carry a hash in their name and may be kept for ever.
 * Returns how to send the page itself, or null where the app was not built.
 */
export async function hostWebApp(
  app: FastifyInstance,
  folder: string,
  https: boolean,
): Promise<SendPage | null> {
  const indexPath = join(folder, 'index.html');
  if (!existsSync(indexPath)) return null;
  await app.register(fastifyStatic, {
    root: folder,
    index: false,
    schemaHide: true,
    preCompressed: true,
    cacheControl: false,
    setHeaders: (reply, path) => {
      const hashed = path.startsWith(join(folder, 'assets'));
      reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  const html = readFileSync(indexPath, 'utf8');
  const sendPage: SendPage = (request, reply) => {
    // The cookie's end moves on as the session's does. Only here: an answer to the page's own requests that comes behind
    // the entering of another workspace would put the ended session back.
    const token = request.cookies[SESSION_COOKIE];
    if (token) setSessionCookie(reply, token, https);
    const nonce = randomBytes(16).toString('base64');
    return reply
      .header('content-security-policy', contentSecurityPolicy(https, nonce))
      .header('cache-control', 'no-cache')
      .type('text/html; charset=utf-8')
      .send(html.replaceAll(NONCE_PLACEHOLDER, nonce));
  };
  app.get('/', { schema: { hide: true } }, async (request, reply) => sendPage(request, reply));
  return sendPage;
}
