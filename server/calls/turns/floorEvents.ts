import type { Awaited } from './endpoint.ts';

/** What happens on a call, for whoever decides who has the floor. */
export type FloorEvent =
  /** The caller begins, or goes on, to speak. `again`: their last turn is heard with it, from its beginning (`mayGoOn`). */
  | { type: 'speech-start'; again?: boolean }
  /** `endedMs`: when the last sound of speech was over, where that is known to be earlier than now. */
  | { type: 'speech-end'; endedMs?: number }
  /** What is understood since the last final, so far. */
  | { type: 'interim'; text: string }
  | { type: 'final'; text: string }
  /** The recogniser gave all it has: the answer to `flush`. */
  | { type: 'flushed' }
  /** The caller says that they are through: what was being said is a turn at once. */
  | { type: 'handed-in' }
  | { type: 'key'; digit: string }
  /** What the caller says or presses counts no more, until they begin anew. */
  | { type: 'deafened' }
  /** A reply is being made. */
  | { type: 'reply-begins' }
  /** The reply is whole: nothing more of it is to be queued. */
  | { type: 'reply-ends' }
  /** Sound of ours begins to be heard, after nothing was. */
  | { type: 'agent-speaks' }
  /** Everything of ours was heard. */
  | { type: 'agent-silent' }
  | { type: 'tick' };

/** What is to be done about it, in this order. */
export type FloorCommand =
  /** Our sound stops at once, and may go on later. */
  | { type: 'pause' }
  | { type: 'resume' }
  /** Our sound and our reply are over: the caller has the floor. */
  | { type: 'interrupt' }
  /** The recogniser shall say what it has. */
  | { type: 'flush' }
  /** The caller's turn is over: this is what was said. */
  | {
      type: 'turn';
      text: string;
      keys: boolean;
      speechEndedMs: number;
      /** It goes on with the turn before, which was none yet: what of `text` is new. */
      rest?: string;
    }
  /** Something was said and not understood, or nothing was said at all. */
  | { type: 'reprompt'; why: 'not-understood' | 'silence'; count: number }
  /** Nobody seems to be there any more. */
  | { type: 'give-up' }
  /** Something is to be heard while the caller waits for us. */
  | { type: 'filler' };

/** What is expected of the caller next. */
export interface Expected extends Awaited {
  /** Keys that end a number by themselves: as many as the longest has. */
  mostKeys?: number;
  /** Nobody of us answers: all that is said is a turn, though nothing was understood of it; only `until-silent` minds silence. */
  unanswered?: 'ever' | 'until-silent';
  /** Something else of ours is heard before the question: words of attention answer nothing yet. */
  notYet?: boolean;
}
