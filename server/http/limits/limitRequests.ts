import type { FastifyInstance, FastifyReply } from 'fastify';
import { subscriberOf } from './clientAddress.ts';

import { type Meter, type Reading, refusal } from './meter.ts';
import type { Limit } from './rateLimits.ts';
import type { WaitingAddresses } from './waitingAddresses.ts';

/**
 * Spends one request of the caller's allowance (key or user), or of the address' where nobody is signed in;
 * register after authentication, so that a refused request is not even parsed.
 */
export function limitRequests(app: FastifyInstance, meter: Meter, waiting: WaitingAddresses): void {
  app.addHook('onRequest', async (request, reply) => {
    const actor = request.caller?.actor;
    const limit: Limit = actor ? 'requests' : 'anonymous';
    const subject = actor ? `${actor.kind}:${actor.id}` : `address:${subscriberOf(request.ip)}`;
    const reading = await meter.take(limit, subject);
    setLimitHeaders(reply, limit, meter, reading);
    if (reading.allowed) return;
    const refused = refusal(limit, reading);
    if (request.showedUnknownCredential) waiting.remember(request, refused);
    throw refused;
  });
}

/** `RateLimit-Policy` and `RateLimit` as draft-ietf-httpapi-ratelimit-headers-10 has them. */
function setLimitHeaders(reply: FastifyReply, limit: Limit, meter: Meter, reading: Reading): void {
  const { amount, periodMs } = meter.allowances[limit];
  reply.header('ratelimit-policy', `"${limit}";q=${amount};w=${Math.ceil(periodMs / 1000)}`);
  reply.header('ratelimit', `"${limit}";r=${reading.remaining};t=${Math.ceil(reading.resetMs / 1000)}`);
}
