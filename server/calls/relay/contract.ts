import type { BoardCall } from '../../../shared/api/calls/board.ts';
import type { Actor } from '../../../shared/api/common.ts';
import type { MessageSocket } from '../../telephony/callTransport.ts';

/** What somebody who works at another process asks of the one that holds a call; they were authorised there. */
export interface RelayedRequest {
  caller: { workspaceId: string; actor: Actor; correlationId: string };
  callId: string;
  act: RelayedAct;
}

export type RelayedAct =
  | { kind: 'advise'; text: string }
  | { kind: 'hand-back' }
  | { kind: 'end' }
  /** Lines: messages go both ways until one side closes. */
  | { kind: 'listen' }
  | { kind: 'take-over' }
  | { kind: 'whisper' }
  | { kind: 'follow' }
  /** Answered by one message: `{"ticket": …}`, for the sound that is to come, or null. */
  | { kind: 'carrier'; word: CarrierWord }
  /** The carrier’s own messages of a sound that came with this ticket. */
  | { kind: 'carrier-sound'; ticket: string };

/** What a carrier tells of a call that was handed on, by its own name of it. */
export type CarrierWord =
  /** Somebody who was invited with this token picked up. */
  | { kind: 'picked-up'; token: string }
  /** Where the caller was handed over to nobody answered: they come back. */
  | { kind: 'unanswered'; carrierCallId: string }
  | { kind: 'answered'; carrierCallId: string }
  | { kind: 'over'; carrierCallId: string };

/**
 * A line of messages to another process, in the shape of the WebSocket whose messages it carries: whoever serves a
 * socket serves a line alike. What comes before somebody listens waits for them; `bufferedAmount` is what Redis has not
 * taken yet, and a process that falls silent closes its lines (1006).
 */
export type RelayedLine = MessageSocket;

/** What a process answers others. */
export interface RelayAnswers {
  /**
   * Null when this process does not hold the call, else once it is done what takes the line; acts take none. What it
   * throws, whoever asks is told.
   */
  ask(request: RelayedRequest): Promise<((line: RelayedLine) => void) | null> | null;
  /** The calls that this process holds, as they stand on the board. */
  cards(workspaceId: string): readonly BoardCall[];
}

/** The way from process to process of an installation, for calls that one of them holds. */
export interface CallRelay {
  /**
   * Asks the process that holds the call; gives the line once it has said yes, which an act closes at once. Throws what
   * it refused with, and `unavailable` when it does not answer.
   */
  ask(request: RelayedRequest): Promise<RelayedLine>;
  /** The calls of all other processes, of those that answer in time. */
  cards(workspaceId: string): Promise<BoardCall[]>;
  /** Answers others from now on. */
  answer(answers: RelayAnswers): void;
  close(): Promise<void>;
}
