import type { FastifyInstance } from 'fastify';
import { openBoard } from '../calls/board/board.ts';
import type { LiveCalls } from '../calls/contract.ts';
import { presentCaller } from '../http/authenticate.ts';
import { type BoardRoutesDeps, mountBoard } from '../http/calls/board.ts';
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

/** The live board over the calls of this process; it ends with the scope. */
export function wireBoard(
  { database }: Foundation,
  { live, bus, callers, scope }: Pick<BoardRoutesDeps, 'live' | 'bus'> & { callers: Callers; scope: Scope },
): (app: FastifyInstance) => void {
  const board = openBoard({ live, database });
  scope.defer(() => board.close());
  return (app) =>
    mountBoard(app, {
      board,
      live,
      database,
      bus,
      presentCaller: (request) => presentCaller(request, callers),
    });
}
