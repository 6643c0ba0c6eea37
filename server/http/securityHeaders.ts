import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';

/** The content security policy as header text. `styleNonce` lets one document's own style elements through. */
export function contentSecurityPolicy(https: boolean, styleNonce?: string): string {
  return [
    "default-src 'self'",
    "script-src 'self'",
    `style-src 'self'${styleNonce ? ` 'nonce-${styleNonce}'` : ''}`,
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    ...(https ? ['upgrade-insecure-requests'] : []),
  ].join('; ');
}

/** Security headers on everything in this scope; those that promise TLS only where the public address has it. */
export async function addSecurityHeaders(app: FastifyInstance, https: boolean): Promise<void> {
  const policy = contentSecurityPolicy(https);
  await app.register(helmet, {
    // Set below as text: a document with a nonce replaces the whole header.
    contentSecurityPolicy: false,
    strictTransportSecurity: https ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    frameguard: { action: 'deny' },
    referrerPolicy: { policy: 'same-origin' },
    // Over plain HTTP browsers ignore it and warn on every page.
    crossOriginOpenerPolicy: https,
    originAgentCluster: https,
  });
  app.addHook('onRequest', async (_request, reply) => {
    reply.header('content-security-policy', policy);
    reply.header('permissions-policy', 'camera=(), geolocation=(), microphone=(self)');
  });
}
