import { setTimeout as after } from 'node:timers/promises';
import type { OfferedTool, ToolAnswer, TurnAction, TurnEvent } from '../contract.ts';
import type { Channel } from './channel.ts';
import type { Patience } from './patience.ts';

/** A call of a tool as it is kept with the message: masked. */
export interface KeptCall {
  callId: string;
  tool: string;
  title: string;
  arguments: unknown;
  /** Null: the turn ended before the tool did. */
  answer: ToolAnswer | null;
  tookMs: number | null;
}

/** What the runner of tools tells of its calls (tools/offerTools). */
export interface ToolListener {
  onStarted(call: Pick<KeptCall, 'callId' | 'tool' | 'title' | 'arguments'>): void;
  onEnded(call: {
    callId: string;
    tool: string;
    answer: ToolAnswer;
    maskedAnswer: ToolAnswer;
    tookMs: number;
    fact?: string;
    action?: TurnAction;
  }): void;
}

/** An effect that is being committed when a turn ends is waited for so long. */
const LAST_WAIT_MS = 1000;

/** Sees the calls of one turn: shows them, keeps them, and keeps what is to be remembered and done. */
export class ToolWatch implements ToolListener {
  readonly calls: KeptCall[] = [];
  readonly facts: string[] = [];
  readonly actions: TurnAction[] = [];
  /** Of the agent that is being asked. */
  patience: Patience | null = null;
  private readonly events: Channel<TurnEvent>;
  private readonly running = new Set<Promise<unknown>>();

  constructor(events: Channel<TurnEvent>) {
    this.events = events;
  }

  onStarted: ToolListener['onStarted'] = ({ callId, tool, title, arguments: args }) => {
    this.patience?.toolStarted();
    this.calls.push({ callId, tool, title, arguments: args, answer: null, tookMs: null });
    this.events.push({ kind: 'tool-started', callId, tool, title });
  };

  onEnded: ToolListener['onEnded'] = ({ callId, tool, maskedAnswer, tookMs, fact, action }) => {
    this.patience?.toolEnded();
    const call = this.calls.find((one) => one.callId === callId);
    if (call) Object.assign(call, { answer: maskedAnswer, tookMs });
    if (fact !== undefined) this.facts.push(fact);
    if (action) this.actions.push(action);
    this.events.push({ kind: 'tool-ended', callId, tool, answer: maskedAnswer, tookMs });
  };

  /** The same tools, their calls known to `settled`. */
  watching(tools: readonly OfferedTool[]): OfferedTool[] {
    return tools.map((tool) => ({
      ...tool,
      run: async (input) => {
        const call = tool.run(input);
        this.running.add(call);
        try {
          return await call;
        } finally {
          this.running.delete(call);
        }
      },
    }));
  }

  /** Waits for calls under way: those that can be stopped end by the turn's signal, the others did something. */
  async settled(): Promise<void> {
    if (this.running.size === 0) return;
    const late = new AbortController();
    await Promise.race([
      Promise.allSettled(this.running),
      after(LAST_WAIT_MS, undefined, { signal: late.signal }).catch(() => undefined),
    ]);
    late.abort();
  }
}
