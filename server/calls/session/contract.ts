import type { Recognition } from '../../speech/recognition/contract.ts';
import type { LiveVoiceActivity } from '../../speech/voiceActivity.ts';
import type { CallListener, CallTransport } from '../../telephony/callTransport.ts';
import type { Clock } from '../clock.ts';
import type {
  AdmittedCall,
  CallKeeper,
  FixedLines,
  FlowCommand,
  FlowEvent,
  LiveCall,
  LiveCalls,
} from '../contract.ts';
import type { Talks } from '../replying/contract.ts';
import type { Voices } from '../speaking/contract.ts';

/** A flow of one call: what is to be done next. */
export interface FlowMachine {
  on(event: FlowEvent): readonly FlowCommand[];
  /** What an event is waited for; null before and after a call. */
  readonly waiting: FlowCommand | null;
}

/** What calls need of the rest of the product. */
export interface CallEngineDeps {
  /** Tells when callers speak. */
  voiceActivity: LiveVoiceActivity;
  recognition: Pick<Recognition, 'stream'>;
  /** Who speaks what is not fixed (`speaking/openVoices`). */
  voices: Voices;
  /** Conversations with personalities (`replying/openTalks`). */
  talks: Talks;
  lines: FixedLines;
  keeper: CallKeeper;
  /** The flow of a call, ready to begin. */
  machine(call: AdmittedCall): Promise<FlowMachine>;
  /**
   * Asks somebody at a number or address to take a call over, for warm transfers to numbers: whoever answers joins by
   * `LiveCall.join`. Rejects when nobody can be asked. Absent: such a transfer is a cold one.
   */
  invite?(call: LiveCall, to: string, summary: string): Promise<void>;
  /** The wheel of this process when absent. */
  clock?: Clock;
  /** Something went wrong that callers are told of in other words, or not at all. */
  onTrouble(error: unknown, what: string): void;
}

/** All calls of this process. */
export interface CallEngine {
  /** Takes a call whose sound begins to flow. It never throws: what goes wrong is heard and kept. */
  answer(call: AdmittedCall, transport: CallTransport): CallListener;
  readonly live: LiveCalls;
  /**
   * Waits for the calls in progress to end; those that last longer than `limitMs` hear the flow's goodbye and are
   * ended. Whoever admits calls takes no new ones before.
   */
  drain(limitMs: number): Promise<void>;
  /** Ends what is left at once. */
  close(): Promise<void>;
}
