import type { z } from 'zod';
import type { Intent, Sentiment } from '../../shared/dialogue/intents.ts';
import type { Phrases } from '../../shared/personalities/content.ts';
import type { Caller } from '../caller.ts';
import type { WorkspaceTx } from '../db/database.ts';

/** A tool as an agent sees it. */
export interface OfferedTool {
  /** Letters, digits and underscores: models accept nothing else. */
  readonly name: string;
  readonly description: string;
  /** JSON Schema of an object. */
  readonly inputSchema: Readonly<Record<string, unknown>>;
  /**
   * Runs it. Never throws but for an aborted turn: what went wrong is an answer too (`ok: false`), so that the agent
   * can say so or try otherwise. Malformed input is such an answer.
   */
  run(input: unknown): Promise<ToolAnswer>;
}

/** What a tool found or did, as the agent is told. Data, never instructions. */
export type ToolAnswer = { ok: true; result: unknown } | { ok: false; code: ToolFailure; message: string };

/**
 * `not-found`, `invalid-input`, `conflict` (taken in the meantime): the agent may ask the person anew.
 * `not-asked-for`: it has an effect that nobody in the conversation asked for; the person must say so first.
 * `unavailable`, `timeout`: it does not work at the moment. `refused`: it may not be used like this.
 */
export type ToolFailure =
  | 'not-found'
  | 'invalid-input'
  | 'conflict'
  | 'not-asked-for'
  | 'unavailable'
  | 'timeout'
  | 'refused';

/** What was said so far; tools of earlier turns stand as the agent's own remarks in `facts`. */
export interface Utterance {
  by: 'person' | 'agent';
  text: string;
}

/** What one utterance was understood to be. */
export interface Understanding {
  intent: Intent;
  /** 0 to 1. */
  confidence: number;
  sentiment: Sentiment;
}

/** Who an agent is to be, for one that reads no instructions. */
export interface Persona {
  name: string;
  /** In the language of the conversation; none where they are written in another one. */
  phrases: Phrases;
}

export interface AgentRequest {
  /** How to be and what to do, built from the personality. */
  instructions: string;
  /** Oldest first; what no longer fits is told in `summary`. */
  history: readonly Utterance[];
  summary: string | null;
  /** Data that tools gave in earlier turns, shortened, newest last. */
  facts: readonly string[];
  /** What the person says now. */
  text: string;
  understanding: Understanding;
  /** BCP 47. */
  language: string;
  /** IANA name of the zone in which days and hours are meant. */
  timeZone: string;
  now: Date;
  tools: readonly OfferedTool[];
  /** Name of the person, where it is known and may be used. */
  personName?: string | undefined;
  /** The person has a telephone in hand: numbers can be entered with its keys. */
  hasKeys?: boolean | undefined;
  /** The telephone number that the person calls from, or was called at; none where it is withheld. */
  callsFrom?: string | undefined;
  persona?: Persona | undefined;
  /** What was said right before the answer; null: nothing. */
  opening: string | null;
  /** What this agent kept of the conversation after its last turn; JSON, opaque to everybody else. */
  memory: unknown;
  /** Aborting really stops the work, at once. */
  signal: AbortSignal;
}

/** What an agent gives, piece by piece; exactly one `end` comes last. */
export type AgentPiece =
  | { kind: 'text'; text: string }
  /** Replaces what it kept before. */
  | { kind: 'memory'; memory: unknown }
  | {
      kind: 'end';
      /** `length`: cut off by its own limit; `refused`: it will not answer; `tool-limit`: it went on calling tools. */
      reason: 'complete' | 'length' | 'refused' | 'tool-limit';
      usage: { inputTokens: number; outputTokens: number };
    };

/**
 * Somebody who answers: a language model or the built-in rules. Throws ProblemError with the codes of engines
 * (`engine-busy`, `engine-quota`, `engine-rejected-key`, `engine-refused`, `engine-unavailable`, `timeout`), and
 * `context-too-long` when it was given more than it can read.
 */
export interface Agent {
  readonly id: string;
  readonly name: string;
  /** The model, and whatever else changes how it answers. */
  readonly version: string;
  readonly kind: 'builtin' | 'local' | 'cloud';
  /** How many turns it is given at once. */
  readonly concurrency: number;
  reply(request: AgentRequest): AsyncIterable<AgentPiece>;
  /** Asks its server something that costs nothing; throws what stands in its way. Absent where it has none. */
  look?(signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

/** For whom and in which conversation a tool runs. */
export interface ToolContext {
  caller: Caller;
  conversationId: string;
  language: string;
  timeZone: string;
  now: Date;
  signal: AbortSignal;
  /**
   * The fence: runs what has an effect in one transaction that ends only if the turn still holds. Throws when the
   * turn was cancelled, and nothing happened.
   */
  commit<Result>(effect: (tx: WorkspaceTx) => Promise<Result>): Promise<Result>;
}

/** What the call or chat does beside talking, once the turn has been spoken to its end. */
export type TurnAction =
  | { kind: 'transfer'; to: string | null; reason: string }
  | { kind: 'hang-up'; reason: string };

/** A tool of ours: typed, with its rights said. */
export interface Tool<Input extends z.ZodType = z.ZodType> {
  readonly name: string;
  /** For people: “Book an appointment”. */
  readonly title: string;
  /** For the agent: what it does, when to use it, what it answers. */
  readonly description: string;
  readonly input: Input;
  /** JSON Schema of the input, where its owner wrote one; otherwise it is made of `input`. */
  readonly inputSchema?: Readonly<Record<string, unknown>>;
  /** Keys of input and result whose values are personal and are masked in the log, beside those that always are. */
  readonly personal?: readonly string[];
  /** What it changes is not in our database, so that no transaction of ours can take it back. */
  readonly outside?: boolean;
  /** It only reads, or it changes something. What changes something passes the fence of intents. */
  readonly effect: boolean;
  /** With `effect`: one of these must have been the person's own wish in this conversation. */
  readonly intents: readonly Intent[];
  readonly timeoutMs: number;
  /** Throws ToolError for what the agent should know; anything else counts as `unavailable` and is logged. */
  run(input: z.output<Input>, context: ToolContext): Promise<ToolOutcome>;
}

export interface ToolOutcome {
  /** JSON; shortened beyond a limit before the agent sees it. */
  result: unknown;
  /** One line to be remembered in later turns, such as “Order 12345 is out for delivery today”. */
  fact?: string;
  action?: TurnAction;
}

/** What a tool has to say to the agent instead of a result. */
export class ToolError extends Error {
  readonly code: ToolFailure;

  constructor(code: ToolFailure, message: string) {
    super(message);
    this.name = 'ToolError';
    this.code = code;
  }
}

/** What a turn tells its listeners, in this order of importance: what is heard, what is shown, what is kept. */
export type TurnEvent =
  | { kind: 'understood'; understanding: Understanding }
  /** Text as it comes, for the eye. */
  | { kind: 'text'; text: string }
  /** A sentence that is complete, for the ear; all of them joined are the text. */
  | { kind: 'sentence'; index: number; text: string }
  | { kind: 'tool-started'; callId: string; tool: string; title: string }
  | { kind: 'tool-ended'; callId: string; tool: string; answer: ToolAnswer; tookMs: number }
  | { kind: 'action'; action: TurnAction }
  | { kind: 'ended'; text: string; agent: { id: string; version: string }; reason: TurnEnd };

/** How a turn ended. `aborted`: somebody spoke or left; `failed`: nobody could answer, and the text says so. */
export type TurnEnd = 'complete' | 'length' | 'refused' | 'tool-limit' | 'aborted' | 'failed';
