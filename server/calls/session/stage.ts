import type { Line } from '../../../shared/calls/flow.ts';
import type { CallEnd, CallEventOf } from '../../../shared/calls/timeline.ts';
import type { CallTransport } from '../../telephony/callTransport.ts';
import type { Clock } from '../clock.ts';
import type { AdmittedCall, FlowEvent, LiveCall } from '../contract.ts';
import type { HearingTask } from '../listening/ears.ts';
import type { CallVoice, SpokenSound } from '../speaking/contract.ts';
import type { Purpose, Said, Saying } from '../speaking/mouth.ts';
import type { Expected } from '../turns/floorEvents.ts';
import type { CallEngineDeps } from './contract.ts';
import type { Timeline } from './timeline.ts';

/** What a caller said or entered, and how it came to be known; times are of the clock. */
export interface CallerTurn {
  text: string;
  keys: boolean;
  /** When the last sound of it was over. */
  endedMs: number;
  /** When it was certain that nothing more came. */
  certainMs: number;
  /**
   * It goes on with the turn before, which a pause was taken for the end of, and says all of it again: what of `text` is
   * new. Null: it is a turn by itself.
   */
  rest: string | null;
}

/** What a part of a call may do with the call. */
export interface Stage {
  readonly deps: CallEngineDeps;
  readonly call: AdmittedCall;
  readonly live: LiveCall;
  readonly clock: Clock;
  readonly timeline: Timeline;
  readonly transport: CallTransport;
  /** Of earlier parts; null: nobody talked yet. */
  conversationId: string | null;
  /** The caller was told that an AI speaks. */
  disclosed: boolean;
  /** What colleagues said that answers are to know. */
  readonly advice: readonly string[];

  sayLine(line: Line, purpose: Purpose, options?: { first?: boolean }): string;
  /** In the voice of whoever talks. */
  sayWords(text: string, purpose: Purpose, turnId?: string | null): string;
  saySound(sound: SpokenSound, purpose: Purpose): string;
  speakAs(voice: CallVoice): void;
  /** What the caller is likely to say. */
  expect(what: Expected, task: HearingTask): void;
  /** We hold the floor: something of ours is to come. */
  holdFloor(): void;
  /** Nothing more of ours is to come: the floor is the caller's once what is queued was heard. */
  yieldFloor(): void;
  /** Nothing the caller says or presses counts for now. */
  setDeaf(deaf: boolean): void;
  /** The same until `setDeaf(false)`; what the caller says meanwhile is heard then, from its beginning. */
  listenLater(): void;
  /** The caller says that they are through: a turn or a reprompt follows within two seconds; false: nothing was being said. */
  handIn(): boolean;
  /** Presses the keys that were typed ahead, one by one while this part lasts; false: there are none. */
  pressAhead(): boolean;
  /** What was typed ahead answers nothing any more. */
  forgetAhead(): void;
  /** Wakes after a time, unless this part is over by then. */
  after(ms: number, wake: () => void): void;
  /** Tells the flow; false: it makes no difference to it. */
  tell(event: FlowEvent): boolean;
  trouble(what: CallEventOf<'trouble'>['what'], error: unknown): void;
  /** Ends the call at the carrier. */
  hangUp(end: CallEnd): void;
  /** The call has a conversation from now on. */
  conversationBegan(conversationId: string): void;
  /** Calls that wait changed. */
  changed(): void;
  /** Runs what happens outside of the call's own events, in their order; nothing once this part is over. */
  within<Args extends unknown[]>(work: (...args: Args) => void): (...args: Args) => void;
}

/** A part of a call: what is being said, asked, talked about or waited for now. */
export interface Part {
  begin(): void;
  onTurn?(turn: CallerTurn): void;
  /** A key was pressed; true where any key means the same here, and the floor is told of none. */
  onKey?(): boolean;
  /** Nothing was understood, or said. Whoever asks again tells the timeline so. */
  onReprompt?(why: 'not-understood' | 'silence', count: number): void;
  onGaveUp?(): void;
  /** The caller took the floor; what was heard of us was told by `onSaid` before. */
  onInterrupt?(): void;
  onSent?(saying: Pick<Saying, 'purpose' | 'turnId'>): void;
  onBegun?(saying: Pick<Saying, 'purpose' | 'turnId'>, firstMs: number): void;
  onSaid?(said: Said): void;
  onAdvice?(advice: string): void;
  /** The caller is back, whom nobody elsewhere took over. */
  onReturned?(): void;
  /** Whether nobody misses the words that a recogniser could not take down: then nothing is told of its failure. */
  goesUnheard?(error: unknown): boolean;
  /** A recogniser failed in the middle of it, and that was told. */
  onNotHeard?(): void;
  /** What a person who takes over is told. */
  summary?(): string;
  /** It is over, or cut off. Resolves once everything of it is kept. */
  stop?(): Promise<void> | void;
  /** The flow answers what is said in it, and how long that takes is told. */
  readonly answered?: boolean;
  /** Keys that are pressed before it, or during it while nobody listens, are for what is asked next. */
  readonly keepsKeys?: boolean;
  /** Secret: nothing the caller says is kept or shown. */
  readonly secret?: boolean;
  /** Fillers are said as this. */
  readonly fillers?: 'filler' | 'hold';
  /** Who has the floor, as it is shown, while it is nobody's who speaks. */
  readonly shows?: 'waiting' | 'person';
}
