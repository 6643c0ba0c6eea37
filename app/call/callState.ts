import type { ServerMessage } from '../../shared/calls/browserMessages.ts';
import type { CallEnd, CallEvent } from '../../shared/calls/timeline.ts';
import type { CallTarget } from '../api/browserCall.ts';

export type Floor = Extract<ServerMessage, { type: 'live' }>['floor'];

/** A call from this browser, as it is shown. */
export interface CallState {
  /** Whom it reaches, for people. */
  name: string;
  target: CallTarget;
  phase: 'asking' | 'connecting' | 'live' | 'ended';
  callId: string | null;
  /** By the clock of `performance.now()`; null before the line is open. */
  startedAtMs: number | null;
  endedAtMs: number | null;
  events: readonly CallEvent[];
  /** What is understood of me so far. */
  interim: string;
  floor: Floor;
  muted: boolean;
  /** Null: it goes on, or nobody said. */
  end: CallEnd | null;
  /** Why there is no call, in words for people. */
  problem: string | null;
}

export const newCall = (name: string, target: CallTarget): CallState => ({
  name,
  target,
  phase: 'asking',
  callId: null,
  startedAtMs: null,
  endedAtMs: null,
  events: [],
  interim: '',
  floor: 'waiting',
  muted: false,
  end: null,
  problem: null,
});

/** A call after what the server said. Sound and its marks are not shown. */
export function told(call: CallState, message: ServerMessage, nowMs: number): CallState {
  switch (message.type) {
    case 'began':
      return { ...call, phase: 'live', callId: message.callId, startedAtMs: nowMs };
    case 'event':
      return { ...call, events: [...call.events, message.event] };
    case 'live':
      return { ...call, interim: message.interim, floor: message.floor };
    case 'ended':
      return { ...ended(call, nowMs), end: message.end };
    default:
      return call;
  }
}

/** A call that is over; the first end counts. */
export const ended = (call: CallState, nowMs: number, problem: string | null = null): CallState =>
  call.phase === 'ended' ? call : { ...call, phase: 'ended', endedAtMs: nowMs, interim: '', problem };
