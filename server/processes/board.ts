import type { FastifyInstance } from 'fastify';
import { openBoard } from '../calls/board/board.ts';
import type { LiveCalls } from '../calls/contract.ts';
import type { CallRelay } from '../calls/relay/contract.ts';
import { openRedisRelay } from '../calls/relay/redisRelay.ts';
import { presentCaller } from '../http/authenticate.ts';
import { type BoardRoutesDeps, mountBoard } from '../http/calls/board.ts';
import { type AnswerCarrier, doorsEverywhere, doorsHere } from '../http/calls/callDoors.ts';
import type { Callers } from '../identity/callers.ts';
import type { Calls } from './calls.ts';
import type { Foundation } from './foundation.ts';
import type { Scope } from './scope.ts';

/** The calls of a process that answers none. */
const NO_CALLS: LiveCalls = {
  list: () => [],
  find: () => null,
  onChange: () => () => undefined,
  count: 0,
};

/** Of a process that answers none. */
const NO_CARRIER: AnswerCarrier = () => (line) => line.close();

/** The live board over the calls of this process, and with a relay over those of all; it ends with the scope. */
export function wireBoard(
  { database }: Pick<Foundation, 'database'>,
  {
    calls,
    relay,
    bus,
    callers,
    scope,
  }: Pick<BoardRoutesDeps, 'bus'> & {
    calls: Pick<Calls, 'live' | 'carrier'> | null;
    relay: CallRelay | null;
    callers: Callers;
    scope: Scope;
  },
): (app: FastifyInstance) => void {
  const live = calls?.live ?? NO_CALLS;
  const board = openBoard({ live, database, relay });
  scope.defer(() => board.close());
  const deps = { live, database, board, carrier: calls?.carrier ?? NO_CARRIER };
  const doors = relay ? doorsEverywhere(deps, relay) : doorsHere(deps);
  return (app) =>
    mountBoard(app, {
      board,
      doors,
      bus,
      presentCaller: (request) => presentCaller(request, callers),
    });
}

/** The way to the calls of other processes; null: without Redis there is none. It ends with the scope. */
export function wireRelay({ audioStore, log, env }: Foundation, scope: Scope): CallRelay | null {
  if (!env.REDIS_URL) return null;
  const onTrouble = (err: unknown, what: string) => log.warn({ err }, what);
  const relay = openRedisRelay({ url: env.REDIS_URL, keys: audioStore, onTrouble });
  scope.defer(() => relay.close());
  return relay;
}
