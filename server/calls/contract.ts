import type { Actor } from '../../shared/api/common.ts';
import type { Flow, Line } from '../../shared/calls/flow.ts';
import type { CallEnd, CallEvent, LineSource } from '../../shared/calls/timeline.ts';
import type { CallListener, CallStart, CallTransport } from '../telephony/callTransport.ts';

/** A call that was let in: everything that is known of it before its sound flows. Nothing of it changes later. */
export interface AdmittedCall {
  id: string;
  workspaceId: string;
  start: Pick<CallStart, 'carrier' | 'from' | 'to' | 'direction'>;
  /** In the version that was newest when the call began: a change never affects calls in progress. */
  flow: { id: string; name: string; version: number; content: Flow };
  /** A personality that is called directly, without the flow's own; null: as the flow says. */
  personalityId: string | null;
  /** Somebody of the workspace who tries it; null: a caller from outside. */
  testedBy: Actor | null;
  /** IANA name: opening hours and days are meant in it. */
  timeZone: string;
  /** Where callers are likely to have their e-mail addresses; absent: that is not known, or not asked for. */
  mailDomains?: readonly string[];
}

/** What keeps a call. It is never waited for on the call's thread: everything is copied and written behind. */
export interface CallRecord {
  /** In order. */
  event(event: CallEvent): void;
  /** µ-law of one party as it was said or heard, at the sound's own time. Dropped while paused or not announced. */
  sound(party: Party, mulaw: Uint8Array, atMs: number): void;
  /** From now on sound is kept: only after the caller was told. */
  startRecording(atMs: number): void;
  /** Nothing is kept until `resumeRecording`: something secret is said. */
  pauseRecording(atMs: number, why: string): void;
  resumeRecording(atMs: number): void;
  /** The conversation with the agent belongs to this call. */
  conversation(conversationId: string): void;
  /** Resolves once everything is written. */
  end(end: CallEnd, atMs: number): Promise<void>;
}

/** The two channels of a recording. A person who took over speaks on the agent's. */
export type Party = 'caller' | 'agent';

export interface CallKeeper {
  /** At once; what cannot be written is tried again behind, and said in the log. */
  begin(call: AdmittedCall, carrierCallId: string): CallRecord;
}

/** Whoever listens to a call beside it: the board. All on the call's thread: copy and return. */
export interface CallTap {
  event(event: CallEvent): void;
  /** Words that are not final yet, and what the call does now. */
  live?(live: LiveState): void;
  sound?(party: Party, mulaw: Uint8Array, atMs: number): void;
  ended(end: CallEnd): void;
}

export interface LiveState {
  /** What is understood of the caller so far, not final. */
  interim: string;
  /** Who has the floor. */
  floor: 'caller' | 'agent' | 'person' | 'waiting';
}

/** A call in progress, as everybody else may touch it. */
export interface LiveCall {
  readonly call: AdmittedCall;
  readonly startedAt: Date;
  /** Everything so far, in order. */
  readonly events: readonly CallEvent[];
  readonly state: LiveState;
  /** Gives what ends it. */
  tap(tap: CallTap): () => void;
  /** Somebody hears the call beside it from now on: its timeline says so (`person: listens`). */
  noteListener(actor: Actor): void;
  /**
   * A person's own line joins. `take-over`: the agent is silent from now on, the person and the caller hear each
   * other. `whisper`: the person is heard by whoever took over alone. With a `summary` that is spoken to the person first.
   * Throws `conflict` when somebody else took over already, or nobody did who could be whispered to.
   */
  join(
    leg: CallTransport,
    who: { actor: Actor; how: 'take-over' | 'whisper'; summary?: string | null },
  ): CallListener;
  /** Something the agent is to know or do from its next answer on; never said to the caller as it stands. */
  advise(actor: Actor, advice: string): void;
  /** The agent goes on, after a person had taken over. */
  handBack(): void;
  /** Ends it at the carrier with the flow's goodbye, if there is time for one. */
  end(why: CallEnd): void;
}

/** The calls of this process. */
export interface LiveCalls {
  list(workspaceId: string): readonly LiveCall[];
  find(workspaceId: string, id: string): LiveCall | null;
  /** Calls that wait for a person, of one workspace; told whenever something begins, ends or waits. */
  onChange(listener: (workspaceId: string, callId: string) => void): () => void;
  readonly count: number;
}

/** Fixed lines as they will be heard: of a slot what is deployed there now, else spoken by a voice. */
export interface FixedLines {
  /**
   * The sound of a line, in µ-law at 8 kHz, usually from memory. A slot whose approval, consent or audio is gone gives
   * the channel's substitute or a built-in voice, and its source says why. Throws only when nothing can speak at all.
   */
  sound(
    workspaceId: string,
    line: Line,
    language: string,
    signal: AbortSignal,
  ): Promise<{
    mulaw: Uint8Array;
    text: string;
    words: { text: string; startMs: number; endMs: number }[];
    source: LineSource;
  }>;
  /** Loads the lines of a flow, so that none is waited for in a call. */
  warm(workspaceId: string, flow: Flow): void;
  /** Loads what a caller hears first in a flow. Never rejects. */
  warmFirst(workspaceId: string, flow: Flow): Promise<void>;
}

/** What happens in a flow, told to its machine. */
export type FlowEvent =
  | { type: 'begin' }
  /** What was said or asked last was heard to its end, or interrupted. */
  | { type: 'line-over' }
  /** The caller answered what was asked. */
  | { type: 'said'; text: string; keys: boolean }
  | { type: 'not-understood' }
  | { type: 'silence' }
  /** Nothing has come of the caller after all re-prompts. */
  | { type: 'gave-up' }
  /** The personality is done: why, and where it would go. */
  | { type: 'talk-over'; why: 'goodbye' | 'person'; to: string | null; reason: string }
  /** Nobody can answer any more. */
  | { type: 'talk-failed' }
  /** What became of a transfer; also when a person had joined and left the caller to us again (`joined: false`). */
  | { type: 'transfer-over'; joined: boolean }
  /** A message was left, or not. */
  | { type: 'message-over' };

/** What a flow wants done, in order; each is followed by an event, but `step` and `collected`. */
export type FlowCommand =
  | { type: 'step'; stepId: string; step: string; title: string }
  /** Said, then `line-over`. `again`: it says why a question is put again, and may be answered already. */
  | { type: 'say'; line: Line; again?: FlowQuestion }
  /** Said, and an answer is waited for; `said`, `not-understood`, `silence` or `gave-up` follows. */
  | ({ type: 'ask'; line: Line } & FlowQuestion)
  /** `collected` by the caller and, where asked, confirmed. */
  /** `mark`: it says how content the caller is, 1 to 5. */
  | { type: 'collected'; name: string; value: string; confirmed: boolean; secret: boolean; mark: boolean }
  /** A personality talks, until `talk-over` or `talk-failed`. */
  | {
      type: 'talk';
      personalityId: string | null;
      greeting: Line | null;
      /** What was collected before. */
      collected: Readonly<Record<string, string>>;
      /** A caller may ask for a person here. */
      mayTransfer: boolean;
    }
  | { type: 'transfer'; line: Line; to: string; warm: boolean; waitMs: number }
  | { type: 'voicemail'; line: Line; maxMs: number }
  /** Said; then the call is ended. */
  | { type: 'end'; line: Line | null; end: CallEnd };

/** What is asked for. */
export interface FlowQuestion {
  expect: FlowExpectation;
  /** Nothing of the answer is kept in record, log or recording. */
  secret: boolean;
}

/** What a caller may answer, and how long is waited for it. */
export interface FlowExpectation {
  what: 'choice' | 'yes-no' | 'digits' | 'name' | 'email' | 'date' | 'mark';
  /** With `choice`. */
  phrases?: readonly string[];
  /** With `digits`: fewer are no answer. Unknown when absent. */
  leastDigits?: number;
  mostKeys: number;
}
