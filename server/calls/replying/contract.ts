import type { ResolvedPersonality } from '../../../shared/personalities/resolved.ts';
import type { TurnEvent } from '../../dialogue/contract.ts';
import type { TurnOutcome } from '../../dialogue/turn/request.ts';
import type { Asked } from '../../dialogue/understanding/asked.ts';
import type { AdmittedCall } from '../contract.ts';

/** How a personality talks on a call. */
export interface TalkWish {
  call: AdmittedCall;
  /** Null: the primary one of the workspace. */
  personalityId: string | null;
  /** The conversation of this call, when there was one before. */
  conversationId: string | null;
  /** The caller was told that an AI talks. */
  disclosed: boolean;
  /** There is somebody to hand the caller over to. */
  mayTransfer: boolean;
  /** What the caller gave before. */
  collected: Readonly<Record<string, string>>;
}

/** What is told of an answer while it is made. */
export interface AnswerListener {
  /** Once, before everything else. */
  onTurn(turn: { turnId: string; conversationId: string }): void;
  onEvent(event: TurnEvent): void;
  /** Once, at the end; nothing is told behind it. */
  onEnded(outcome: TurnOutcome): void;
  /** Instead of `onEnded`: nothing could be answered or kept. */
  onFailed(error: unknown): void;
}

/** An answer under way. */
export interface Answer {
  /** The caller took the floor, or is gone: nothing of it happens any more. */
  abort(): void;
  /** Keeps of it what was heard. To be called once the answer has ended and its sound was heard or cut off. */
  heard(text: string, whole: boolean): void;
}

/** A conversation of a call with a personality. */
export interface Talk {
  readonly personality: ResolvedPersonality;
  /** These words were heard before the first answer. */
  greeted(words: string): void;
  /**
   * Answers in order: one waits until the one before is kept. With `goesOn` the words take the place of those that
   * `begun` answers, which are only their beginning: they are as if they had never been said. Where something was done
   * for them already, only the `rest` is answered.
   */
  answer(text: string, listener: AnswerListener, goesOn?: { begun: Answer; rest: string }): Answer;
  /** Something the answers from now on are to know. */
  advise(advice: string): void;
  /** What recognisers of grammars need to follow what may be said next; null where that is not known. */
  expected(): Readonly<Record<string, string>> | null;
  /** How many digits an order's number may have, ascending; empty where that is not known. */
  readonly orderDigits: readonly number[];
  /** What the last answer asked for. */
  readonly asked: Asked;
  readonly conversationId: string | null;
  /** What the conversation is about, in a sentence or two, for a person who takes over. */
  summary(): string;
  /** Resolves once everything that was said is kept, or cannot be. */
  close(): Promise<void>;
}

/** Opens conversations. Throws what finding a personality throws. */
export interface Talks {
  open(wish: TalkWish): Promise<Talk>;
}
