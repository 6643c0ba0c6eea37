import type { FastifyInstance } from 'fastify';
import { openBoard } from '../calls/board/board.ts';
import type { LiveCalls } from '../calls/contract.ts';
import type { CallRelay } from '../calls/relay/contract.ts';
import { openRedisRelay } from '../calls/relay/redisRelay.ts';
import { presentCaller } from '../http/authenticate.ts';
import { type BoardRoutesDeps, mountBoard } from '../http/calls/board.ts';
import { doorsEverywhere, doorsHere } from '../http/calls/callDoors.ts';
import type { Callers } from '../identity/callers.ts';
import type { Foundation } from './foundation.ts';
import type { Scope } from './scope.ts';

/** The calls of a process that answers none. */
export const NO_CALLS: LiveCalls = {
  list: () => [],
  find: () => null,
  onChange: () => () => undefined,
  count: 0,
};

/** The live board over the calls of this process, and with Redis over those of all; it ends with the scope. */
export function wireBoard(
  foundation: Foundation,
  {
    live,
    bus,
    callers,
    scope,
  }: Pick<BoardRoutesDeps, 'bus'> & { live: LiveCalls; callers: Callers; scope: Scope },
): (app: FastifyInstance) => void {
  const { database, env } = foundation;
  const relay = env.REDIS_URL ? wireRelay(foundation, env.REDIS_URL, scope) : null;
  const board = openBoard({ live, database, relay });
  scope.defer(() => board.close());
  const deps = { live, database, board };
  const doors = relay ? doorsEverywhere(deps, relay) : doorsHere(deps);
  return (app) =>
    mountBoard(app, {
      board,
      doors,
      bus,
      presentCaller: (request) => presentCaller(request, callers),
    });
}

function wireRelay({ audioStore, log }: Foundation, url: string, scope: Scope): CallRelay {
  const onTrouble = (err: unknown, what: string) => log.warn({ err }, what);
  const relay = openRedisRelay({ url, keys: audioStore, onTrouble });
  scope.defer(() => relay.close());
  return relay;
}
