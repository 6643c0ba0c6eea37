import type { FastifyInstance } from 'fastify';
import { v7 } from 'uuid';
import type { WebSocket } from 'ws';
import { joinSocket, listenSocket, boardRoutes as routes } from '../../../shared/api/calls/board.ts';
import {
  adviseCall,
  endCall,
  handBackCall,
  joinCall,
  listenToCall,
  requireLive,
} from '../../calls/board/acts.ts';
import type { Board, BoardDeps } from '../../calls/board/board.ts';
import { ProblemError } from '../../problem.ts';
import { openBrowserLine } from '../../telephony/browser/browserLine.ts';
import { openStreams, type StreamsDeps } from '../events/streams.ts';
import { serve } from '../serve.ts';
import { serveSocket } from '../sockets.ts';

export interface BoardRoutesDeps extends BoardDeps, StreamsDeps {
  board: Board;
}

/** A listener whose network is so far behind hears a gap rather than the past. */
const LONGEST_BACKLOG_BYTES = 32 * 1024;
const NORMAL = 1000;
const POLICY_VIOLATION = 1008;
/** What fits into the closing of a socket. */
const REASON_CHARACTERS = 120;

/** The live board: calls in progress, what is said on them, and what a person may do to them. */
export function mountBoard(app: FastifyInstance, deps: BoardRoutesDeps): void {
  const streams = openStreams(app, deps);

  serve(app, routes.listLiveCalls, async ({ caller }) => {
    const { calls, total } = await deps.board.read(caller.workspaceId);
    return { items: calls, nextCursor: null, total };
  });
  serve(app, routes.followLiveCalls, async (call) =>
    streams.open(call, (tell) =>
      deps.board.follow(call.caller.workspaceId, call.query.call ?? null, (event) => tell(event.kind, event)),
    ),
  );
  serve(app, routes.adviseCall, async ({ caller, params, body }) => {
    await adviseCall(deps, caller, params.id, body.text);
    return undefined;
  });
  serve(app, routes.handBackCall, async ({ caller, params }) => {
    await handBackCall(deps, caller, params.id);
    return undefined;
  });
  serve(app, routes.endCall, async ({ caller, params }) => {
    await endCall(deps, caller, params.id);
    return undefined;
  });

  serveSocket(app, listenSocket, async ({ caller, params }) => {
    await requireLive(deps, caller, params.id);
    return (socket) => {
      let stop: (() => void) | undefined;
      const ear = {
        hear(frame: Uint8Array) {
          if (socket.bufferedAmount < LONGEST_BACKLOG_BYTES) socket.send(frame);
        },
        over: () => socket.close(NORMAL),
      };
      socket.once('close', () => stop?.());
      listenToCall(deps, caller, params.id, ear).then(
        (stopListening) => {
          if (socket.readyState === socket.OPEN) stop = stopListening;
          else stopListening();
        },
        (error: unknown) => refuse(socket, error),
      );
    };
  });
  serveSocket(app, joinSocket, async ({ caller, params, query }) => {
    const answer = await joinCall(deps, caller, params.id, query.how);
    return (socket) =>
      openBrowserLine(socket, {
        start: { carrierCallId: v7(), from: null, to: null, direction: 'inbound', parameters: {} },
        answer(line) {
          try {
            line.tell({ type: 'began', callId: params.id });
            return answer(line);
          } catch (error) {
            refuse(socket, error);
            return null;
          }
        },
      });
  });
}

/** Says on an open socket why it closes. */
function refuse(socket: WebSocket, error: unknown): void {
  const why = error instanceof ProblemError ? error.message : 'Something went wrong on our side.';
  socket.close(POLICY_VIOLATION, why.slice(0, REASON_CHARACTERS));
}
