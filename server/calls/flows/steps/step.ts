import type { Flow, Step } from '../../../../shared/calls/flow.ts';
import type { FlowCommand, FlowEvent } from '../../contract.ts';
import type { Phrases } from '../phrases.ts';

/** What a flow's machine has to know of the world. */
export interface FlowContext {
  now(): Date;
  /** IANA name: days are meant in it. */
  timeZone: string;
  isOpen(now: Date): boolean;
  /** Answers in the place of every personality of the flow; null: as the flow says. */
  personalityId?: string | null;
}

/** What the steps of one call share. */
export interface FlowWorld extends FlowContext {
  flow: Flow;
  phrases: Phrases;
  /** What the caller gave so far, by the names that the flow gave to it; nothing secret. */
  collected: Readonly<Record<string, string>>;
}

/** A command that an event answers. */
export type Waiting = Exclude<FlowCommand, { type: 'step' | 'collected' }>;
export type Collected = Extract<FlowCommand, { type: 'collected' }>;

/** What a step does about an event. */
export type Move =
  /** Something is wanted, and waited for. */
  | { wait: Waiting }
  /** Another step follows. `understood`: the caller brought it about, so that it is no loop of ours. */
  | { goTo: string; understood?: boolean; collected?: Collected; messageLeft?: boolean }
  /** The flow cannot go on as it should. */
  | { fail: 'gave-up' | 'failed' };

/** A step while a call is in it. */
export interface RunningStep {
  enter(): Move;
  /** Null: the event is nothing to it, and what is waited for is waited for still. */
  on(event: FlowEvent): Move | null;
}

export type StepOf<Kind extends Step['kind']> = Extract<Step, { kind: Kind }>;
