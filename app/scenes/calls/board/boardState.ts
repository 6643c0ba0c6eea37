import type { LiveWords } from '../../../../shared/api/calls/board.ts';
import type { CallEnd, CallEvent } from '../../../../shared/calls/timeline.ts';
import type { BoardCall, BoardEvent } from '../../../api/liveCalls.ts';

/** A call on the board; one that is over stays in its place for a while, so that nothing jumps under a hand. */
export interface ShownCall extends BoardCall {
  /** By the clock of `Date.now()`; null: it goes on. */
  overAtMs: number | null;
}

/** The call that is looked at closely. */
export interface FollowedCall {
  id: string;
  events: readonly CallEvent[];
  words: LiveWords;
  /** `undefined`: it goes on; null: it is not in progress in the process that answers us. */
  over: CallEnd | null | undefined;
}

export interface BoardState {
  /** Null until the board was told. */
  calls: ReadonlyMap<string, ShownCall> | null;
  total: number;
  followed: FollowedCall | null;
  /** The connection is gone; what is shown may be old. */
  lost: boolean;
}

export const NO_BOARD: BoardState = { calls: null, total: 0, followed: null, lost: false };

export type BoardAction =
  | { kind: 'told'; event: BoardEvent; nowMs: number }
  | { kind: 'lost' }
  | { kind: 'following'; callId: string | undefined }
  /** Forgets calls that have been over for long enough. */
  | { kind: 'tidy'; nowMs: number };

/** How long a call that is over keeps its place. */
export const KEPT_MS = 6_000;

export function boardAfter(state: BoardState, action: BoardAction): BoardState {
  switch (action.kind) {
    case 'lost':
      return { ...state, lost: true };
    case 'following':
      return state.followed?.id === action.callId ? state : { ...state, followed: null };
    case 'tidy': {
      const kept = [...(state.calls ?? [])].filter(
        ([, { overAtMs }]) => overAtMs === null || action.nowMs - overAtMs < KEPT_MS,
      );
      return state.calls && kept.length < state.calls.size ? { ...state, calls: new Map(kept) } : state;
    }
    default:
      return told(state, action.event, action.nowMs);
  }
}

const goingOn = (call: BoardCall): [string, ShownCall] => [call.id, { ...call, overAtMs: null }];

function told(state: BoardState, event: BoardEvent, nowMs: number): BoardState {
  const { followed } = state;
  switch (event.kind) {
    case 'board':
      return { ...state, calls: new Map(event.calls.map(goingOn)), total: event.total, lost: false };
    case 'changed': {
      const calls = new Map(state.calls);
      for (const id of event.gone) {
        const call = calls.get(id);
        if (call) calls.set(id, { ...call, overAtMs: nowMs, waiting: null });
      }
      for (const call of event.calls) calls.set(...goingOn(call));
      return { ...state, calls, total: event.total };
    }
    case 'timeline':
      return {
        ...state,
        followed: { id: event.callId, events: event.events, words: event.words, over: undefined },
      };
    case 'event':
      return followed?.id === event.callId
        ? { ...state, followed: { ...followed, events: [...followed.events, event.event] } }
        : state;
    case 'words':
      return followed?.id === event.callId
        ? { ...state, followed: { ...followed, words: event.words } }
        : state;
    case 'over': {
      const before =
        followed?.id === event.callId
          ? followed
          : { id: event.callId, events: [], words: { interim: '', floor: 'waiting' as const } };
      return { ...state, followed: { ...before, over: event.end } };
    }
    default:
      return state;
  }
}

/** Those that wait for a person, the one that waits longest first; and the others, oldest first. */
export function groupsOf(calls: ReadonlyMap<string, ShownCall>): {
  waiting: ShownCall[];
  others: ShownCall[];
} {
  const all = [...calls.values()];
  const by = (key: (call: ShownCall) => string) => (a: ShownCall, b: ShownCall) =>
    key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : a.id < b.id ? -1 : 1;
  return {
    waiting: all.filter(({ waiting }) => waiting).sort(by(({ waiting }) => waiting?.since ?? '')),
    others: all.filter(({ waiting }) => !waiting).sort(by(({ startedAt }) => startedAt)),
  };
}
