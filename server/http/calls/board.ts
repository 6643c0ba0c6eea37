import type { FastifyInstance } from 'fastify';
import { joinSocket, listenSocket, boardRoutes as routes } from '../../../shared/api/calls/board.ts';
import type { Board } from '../../calls/board/board.ts';
import { openStreams, type StreamsDeps } from '../events/streams.ts';
import { serve } from '../serve.ts';
import { serveSocket } from '../sockets.ts';
import type { CallDoors } from './callDoors.ts';

export interface BoardRoutesDeps extends StreamsDeps {
  board: Board;
  doors: CallDoors;
}

/** The live board: calls in progress, what is said on them, and what a person may do to them. */
export function mountBoard(app: FastifyInstance, deps: BoardRoutesDeps): void {
  const { board, doors } = deps;
  const streams = openStreams(app, deps);

  serve(app, routes.listLiveCalls, async ({ caller }) => {
    const { calls, total } = await board.read(caller.workspaceId);
    return { items: calls, nextCursor: null, total };
  });
  serve(app, routes.followLiveCalls, async (call) => {
    const { caller, query } = call;
    return streams.open(call, (tell) => {
      const stopBoard = board.follow(caller.workspaceId, (event) => tell(event.kind, event));
      const stopCall = query.call && doors.follow(caller, query.call, (event) => tell(event.kind, event));
      return () => {
        stopBoard();
        if (stopCall) stopCall();
      };
    });
  });
  serve(app, routes.adviseCall, async ({ caller, params, body }) => {
    await doors.act(caller, params.id, { kind: 'advise', text: body.text });
    return undefined;
  });
  serve(app, routes.handBackCall, async ({ caller, params }) => {
    await doors.act(caller, params.id, { kind: 'hand-back' });
    return undefined;
  });
  serve(app, routes.endCall, async ({ caller, params }) => {
    await doors.act(caller, params.id, { kind: 'end' });
    return undefined;
  });

  serveSocket(app, listenSocket, ({ caller, params }) => doors.line(caller, params.id, { kind: 'listen' }));
  serveSocket(app, joinSocket, ({ caller, params, query }) =>
    doors.line(caller, params.id, { kind: query.how }),
  );
}
