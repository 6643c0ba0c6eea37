import type { Flow, Line, Step } from '../../../shared/calls/flow.ts';
import type { FlowCommand, FlowEvent } from '../contract.ts';
import { flowPhrases } from './phrases.ts';
import { choosing } from './steps/choosing.ts';
import { collecting } from './steps/collecting.ts';
import { byHours, ending, saying, takingMessage, transferring } from './steps/plain.ts';
import type { FlowContext, FlowWorld, Move, RunningStep, Waiting } from './steps/step.ts';
import { talking } from './steps/talking.ts';

export type { FlowContext } from './steps/step.ts';
export { warmUp as warmFlows } from './understanding/value.ts';

/** A step is entered so often while nothing is understood of the caller; then the flow goes in circles. */
const MOST_VISITS = 3;

/** What a flow wants of a call, told what happens. */
export interface FlowMachine {
  /**
   * Commands in order: at most one that waits for an event, as the last. None: the event is nothing to the flow, and
   * what was wanted last is waited for still. After `end` nothing is wanted any more.
   */
  on(event: FlowEvent): FlowCommand[];
  /** What an event is waited for, to be done anew when a person who took over leaves; null before and after a call. */
  readonly waiting: Waiting | null;
}

/**
 * Runs a flow for one call, without a clock and without doing anything itself. It always waits for an event or has
 * ended: one that goes in circles without the caller ends with its goodbye, one that names a step that is not there
 * with its line for trouble. The announcement is not its business: it is said before `begin`.
 */
export function flowMachine(flow: Flow, context: FlowContext): FlowMachine {
  return new Machine(flow, context);
}

/** The last words of a flow: what a call that has to end says; null where it has none. */
export function goodbyeOf(flow: Flow): Line | null {
  return Object.values(flow.steps).find((step) => step.kind === 'goodbye')?.line ?? null;
}

class Machine implements FlowMachine {
  private step: RunningStep | null = null;
  private readonly collected: Record<string, string> = {};
  /** How often each step was entered since something was understood of the caller. */
  private readonly visits = new Map<string, number>();
  private messageLeft = false;
  private now: Waiting | null = null;
  private ended = false;
  private readonly world: FlowWorld;

  constructor(
    private readonly flow: Flow,
    context: FlowContext,
  ) {
    this.world = { ...context, flow, phrases: flowPhrases(flow.language), collected: this.collected };
  }

  get waiting(): Waiting | null {
    return this.ended ? null : this.now;
  }

  on(event: FlowEvent): FlowCommand[] {
    if (this.ended) return [];
    if (this.step === null) return event.type === 'begin' ? this.follow({ goTo: this.flow.start }) : [];
    const move = this.step.on(event);
    return move === null ? [] : this.follow(move);
  }

  private follow(first: Move): FlowCommand[] {
    const commands: FlowCommand[] = [];
    let move = first;
    while ('goTo' in move) {
      if (move.understood) {
        this.visits.clear();
        this.messageLeft = false;
      }
      if (move.messageLeft) this.messageLeft = true;
      if (move.collected) {
        commands.push(move.collected);
        if (!move.collected.secret) this.collected[move.collected.name] = move.collected.value;
      }
      const { goTo } = move;
      const step = Object.hasOwn(this.flow.steps, goTo) ? this.flow.steps[goTo] : undefined;
      const visits = (this.visits.get(goTo) ?? 0) + 1;
      this.visits.set(goTo, visits);
      if (!step || visits > MOST_VISITS) {
        move = { fail: step ? 'gave-up' : 'failed' };
        break;
      }
      commands.push({ type: 'step', stepId: goTo, step: step.kind, title: step.title });
      this.step = this.run(step);
      move = this.step.enter();
    }
    if ('goTo' in move) return commands;
    this.now = 'wait' in move ? move.wait : this.giveUp(move.fail);
    this.ended = this.now.type === 'end';
    return [...commands, this.now];
  }

  /** Whoever is silent hears the goodbye; where something is broken, that it is. */
  private giveUp(end: 'gave-up' | 'failed'): Waiting {
    const line = end === 'failed' ? this.flow.lines.trouble : goodbyeOf(this.flow);
    return { type: 'end', line, end };
  }

  private run(step: Step): RunningStep {
    switch (step.kind) {
      case 'say':
        return saying(step);
      case 'menu':
        return choosing(step, this.world);
      case 'hours':
        return byHours(step, this.world);
      case 'personality':
        return talking(step, this.world);
      case 'collect':
        return collecting(step, this.world);
      case 'transfer':
        return transferring(step);
      case 'voicemail':
        return takingMessage(step);
      case 'goodbye':
        return ending(step, this.messageLeft);
    }
  }
}
