import type { FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import type { ProblemError } from '../../problem.ts';
import { subscriberOf } from './clientAddress.ts';

/** Addresses that spent an allowance: they wait before the database is asked again on their behalf. */
export interface WaitingAddresses {
  /** Throws the refusal that the request's address still has to wait for. */
  refuse(request: FastifyRequest): void;
  /** The request's address waits from now on, as long as the refusal says. */
  remember(request: FastifyRequest, refused: ProblemError): void;
}

const ADDRESSES = 10_000;

/** Those of this process: a look-up is cheap enough that each node may count its own. */
export function createWaitingAddresses(): WaitingAddresses {
  const waiting = new LRUCache<string, ProblemError>({ max: ADDRESSES });
  return {
    refuse(request) {
      const refused = waiting.get(subscriberOf(request.ip));
      if (refused) throw refused;
    },
    remember(request, refused) {
      waiting.set(subscriberOf(request.ip), refused, { ttl: 1000 * (refused.retryAfterSeconds ?? 1) });
    },
  };
}
