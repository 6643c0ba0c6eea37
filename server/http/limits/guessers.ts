import type { FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import type { ProblemError } from '../../problem.ts';
import { subscriberOf } from './clientAddress.ts';

/** Addresses that showed more unknown credentials than they may: they wait before the database is asked again. */
export interface Guessers {
  /** Throws the refusal that the request's address still has to wait for. */
  refuse(request: FastifyRequest): void;
  remember(request: FastifyRequest, refused: ProblemError): void;
}

const ADDRESSES = 10_000;

/** Guessers of this process: a look-up is cheap enough that each node may count its own. */
export function createGuessers(): Guessers {
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
