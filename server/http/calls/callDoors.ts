import { v7 } from 'uuid';
import type { BoardEvent } from '../../../shared/api/calls/board.ts';
import type { Caller } from '../../caller.ts';
import {
  adviseCall,
  endCall,
  handBackCall,
  joinCall,
  listenToCall,
  requireLive,
} from '../../calls/board/acts.ts';
import type { Board, BoardDeps } from '../../calls/board/board.ts';
import { requireElsewhere } from '../../calls/board/elsewhere.ts';
import { followCall } from '../../calls/board/followCall.ts';
import type { CallRelay, RelayedAct, RelayedLine, RelayedRequest } from '../../calls/relay/contract.ts';
import { ProblemError } from '../../problem.ts';
import { openBrowserLine } from '../../telephony/browser/browserLine.ts';
import { joinLines, LONGEST_BACKLOG_BYTES } from '../joinLines.ts';

type By = Pick<Caller, 'workspaceId' | 'actor' | 'correlationId'>;
type Act = Extract<RelayedAct, { kind: 'advise' | 'hand-back' | 'end' }>;
type Line = Extract<RelayedAct, { kind: 'listen' | 'take-over' | 'whisper' }>;
type OfCarrier = Extract<RelayedAct, { kind: 'carrier' | 'carrier-sound' }>;
type TakeLine = (socket: RelayedLine) => void;
/** Answers what another process was told by a carrier of a call that this one holds. */
export type AnswerCarrier = (act: OfCarrier) => TakeLine;

/** What people do on a call that is in progress, whichever process of the installation holds it. */
export interface CallDoors {
  /** Throws `not-found`, `conflict` where the call is over, and `unavailable` where its process does not answer. */
  act(caller: By, callId: string, act: Act): Promise<void>;
  /** Gives what takes the open socket of whoever listens, joins or reads along. Throws as `act`. */
  line(caller: By, callId: string, line: Line): Promise<TakeLine>;
  /** Tells all of a call so far and then what happens on it; `over` where it is not in progress. Gives what ends it. */
  follow(caller: By, callId: string, tell: (event: BoardEvent) => void): () => void;
}

const NORMAL = 1000;
const POLICY_VIOLATION = 1008;
/** What fits into the closing of a socket. */
const REASON_CHARACTERS = 120;

/** The doors of the calls that this process holds. Throws `conflict` for one that another holds. */
export function doorsHere(deps: BoardDeps): CallDoors {
  const lines: Record<Line['kind'], (caller: By, callId: string) => Promise<TakeLine>> = {
    async listen(caller, callId) {
      await requireLive(deps, caller, callId);
      return (socket) => {
        let stop: (() => void) | undefined;
        const ear = {
          hear(frame: Uint8Array) {
            if (socket.bufferedAmount < LONGEST_BACKLOG_BYTES) socket.send(frame);
          },
          over: () => socket.close(NORMAL),
        };
        socket.once('close', () => stop?.());
        listenToCall(deps, caller, callId, ear).then(
          (stopListening) => {
            if (socket.readyState === socket.OPEN) stop = stopListening;
            else stopListening();
          },
          (error: unknown) => refuse(socket, error),
        );
      };
    },
    'take-over': (caller, callId) => join(caller, callId, 'take-over'),
    whisper: (caller, callId) => join(caller, callId, 'whisper'),
  };

  async function join(caller: By, callId: string, how: 'take-over' | 'whisper'): Promise<TakeLine> {
    const answer = await joinCall(deps, caller, callId, how);
    return (socket) =>
      openBrowserLine(socket, {
        start: { carrierCallId: v7(), from: null, to: null, direction: 'inbound', parameters: {} },
        answer(line) {
          try {
            line.tell({ type: 'began', callId });
            return answer(line);
          } catch (error) {
            refuse(socket, error);
            return null;
          }
        },
      });
  }

  return {
    act(caller, callId, act) {
      if (act.kind === 'advise') return adviseCall(deps, caller, callId, act.text);
      return act.kind === 'hand-back' ? handBackCall(deps, caller, callId) : endCall(deps, caller, callId);
    },
    line: (caller, callId, { kind }) => lines[kind](caller, callId),
    follow: ({ workspaceId }, callId, tell) => followCall(deps.live, workspaceId, callId, tell),
  };
}

/**
 * The doors of all calls of the installation: those of other processes by the relay, which answers here for those that
 * this process holds.
 */
export function doorsEverywhere(
  deps: BoardDeps & { board: Pick<Board, 'here'>; carrier: AnswerCarrier },
  relay: CallRelay,
): CallDoors {
  const here = doorsHere(deps);
  const isHere = ({ workspaceId }: By, callId: string) => deps.live.find(workspaceId, callId) !== null;

  async function ask({ workspaceId, actor, correlationId }: By, callId: string, act: RelayedAct) {
    await requireElsewhere(deps.database, workspaceId, callId);
    return relay.ask({ caller: { workspaceId, actor, correlationId }, callId, act });
  }

  async function answer({ caller, callId, act }: RelayedRequest): Promise<TakeLine | null> {
    if (isAct(act)) {
      await here.act(caller, callId, act);
      return null;
    }
    if (act.kind === 'carrier' || act.kind === 'carrier-sound') return deps.carrier(act);
    if (act.kind !== 'follow') return here.line(caller, callId, act);
    return (line) => {
      const tell = (event: BoardEvent) => line.send(JSON.stringify(event));
      line.once('close', here.follow(caller, callId, tell));
    };
  }

  relay.answer({
    cards: deps.board.here,
    ask: (request) => (isHere(request.caller, request.callId) ? answer(request) : null),
  });
  return {
    async act(caller, callId, act) {
      if (isHere(caller, callId)) return here.act(caller, callId, act);
      (await ask(caller, callId, act)).close();
    },
    async line(caller, callId, line) {
      if (isHere(caller, callId)) return here.line(caller, callId, line);
      const far = await ask(caller, callId, line);
      return (socket) => joinLines(socket, far, line.kind === 'listen');
    },
    follow(caller, callId, tell) {
      if (isHere(caller, callId)) return here.follow(caller, callId, tell);
      let line: RelayedLine | undefined;
      let stopped = false;
      let over = false;
      const end = () => {
        if (!over && !stopped) tell({ kind: 'over', callId, end: null });
        over = true;
      };
      ask(caller, callId, { kind: 'follow' }).then((far) => {
        line = far;
        if (stopped) far.close();
        far.once('close', end);
        far.on('message', (data) => {
          const event = JSON.parse(data.toString('utf8')) as BoardEvent;
          if (event.kind === 'over') over = true;
          if (!stopped) tell(event);
        });
      }, end);
      return () => {
        stopped = true;
        line?.close();
      };
    },
  };
}

const isAct = (act: RelayedAct): act is Act =>
  act.kind === 'advise' || act.kind === 'hand-back' || act.kind === 'end';

/** Says on an open socket why it closes. */
function refuse(socket: RelayedLine, error: unknown): void {
  const why = error instanceof ProblemError ? error.message : 'Something went wrong on our side.';
  socket.close(POLICY_VIOLATION, why.slice(0, REASON_CHARACTERS));
}
