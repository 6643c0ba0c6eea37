import type { Actor } from '../../../shared/api/common.ts';
import type { CallEnd, CallEvent } from '../../../shared/calls/timeline.ts';
import type { AdmittedCall } from '../contract.ts';
import type { Segment } from './recorder.ts';
import type { CallSoFar } from './summary.ts';

/** An event, sealed, as it waits to be written. */
export interface WaitingEvent {
  number: number;
  kind: CallEvent['kind'];
  atMs: number;
  sealed: Buffer;
  deploymentId: string | null;
}

/** A stretch of a recording that waits for the store. */
export interface WaitingSegment extends Segment {
  /** Where it lies in the store already, should the database have failed since. */
  stored?: { id: string; sha256: string; wrappedKey: Buffer; masterKeyId: string; atMs: number };
}

/** How a call ended, and what it came to. */
export interface WaitingEnd {
  end: CallEnd;
  atMs: number;
  endedAt: Date;
  soFar: CallSoFar;
  peaks: Buffer | null;
}

/** What of one call is not written yet, in the order in which it is to be. */
export interface PendingCall {
  id: string;
  workspaceId: string;
  begin: { call: AdmittedCall; carrierCallId: string | null; at: Date; by: Actor } | null;
  /** When its sound began to flow. */
  liveAt: Date | null;
  conversationId: string | null;
  personality: CallSoFar['personality'];
  events: WaitingEvent[];
  turns: { event: Extract<CallEvent, { kind: 'turn' | 'answered' }>; at: Date }[];
  segments: WaitingSegment[];
  end: WaitingEnd | null;
  /** Told once everything so far is written or given up. */
  waiters: (() => void)[];
}

/** A call of which nothing waits. */
export function nothingPending(id: string, workspaceId: string): PendingCall {
  return {
    id,
    workspaceId,
    begin: null,
    liveAt: null,
    conversationId: null,
    personality: null,
    events: [],
    turns: [],
    segments: [],
    end: null,
    waiters: [],
  };
}

/** The first of both, then the second. */
export function joined(first: PendingCall, second: PendingCall): PendingCall {
  return {
    id: first.id,
    workspaceId: first.workspaceId,
    begin: first.begin ?? second.begin,
    liveAt: first.liveAt ?? second.liveAt,
    conversationId: second.conversationId ?? first.conversationId,
    personality: second.personality ?? first.personality,
    events: [...first.events, ...second.events],
    turns: [...first.turns, ...second.turns],
    segments: [...first.segments, ...second.segments],
    end: second.end ?? first.end,
    waiters: [...first.waiters, ...second.waiters],
  };
}
