import type { Desk } from '../../engines/desk.ts';
import type { ProblemError } from '../../problem.ts';
import type {
  Agent,
  OfferedTool,
  Persona,
  TurnAction,
  TurnEnd,
  Understanding,
  Utterance,
} from '../contract.ts';
import type { TurnLimits } from './patience.ts';
import type { KeptCall, ToolListener } from './toolWatch.ts';

/** An answer that was given before to the same question. */
export interface KeptAnswer {
  text: string;
  agent: AgentNamed;
  memory: unknown;
}

export interface AgentNamed {
  id: string;
  name: string;
  version: string;
}

/** What one turn answers, and with whom. */
export interface TurnRequest {
  workspaceId: string;
  /** What the person says now. */
  text: string;
  /** Built from the personality. */
  instructions: string;
  persona?: Persona | undefined;
  /** BCP 47. */
  language: string;
  /** IANA name. */
  timeZone: string;
  now: Date;
  personName?: string | undefined;
  /** The person has a telephone in hand: numbers can be entered with its keys. */
  hasKeys?: boolean | undefined;
  /** The telephone number that the person calls from, or was called at; none where it is withheld. */
  callsFrom?: string | undefined;
  /** Oldest first. */
  history: readonly Utterance[];
  /** Of what came before the history. */
  summary: string | null;
  facts: readonly string[];
  /** What each agent kept, by its id. */
  memories: Readonly<Record<string, unknown>>;
  /** Who may answer, most preferred first. */
  agents: readonly Desk<Agent>[];
  understand(): Understanding;
  /** Called once: whoever answers in the end, a call that was made is not made again. */
  offerTools(understanding: Understanding, listener: ToolListener): readonly OfferedTool[];
  /** Looked up before anybody is asked; null: ask. */
  recall?(understanding: Understanding): Promise<KeptAnswer | null>;
  /** Said before the answer, as a paragraph of its own: who speaks, at first contact. */
  opening: string | null;
  limits?: Partial<TurnLimits>;
  /** Aborting ends the turn at once; what was said until then is its text. */
  signal: AbortSignal;
}

/** What is to be kept of a turn. */
export interface TurnOutcome {
  /** All that was said. */
  text: string;
  end: TurnEnd;
  understanding: Understanding;
  agent: AgentNamed;
  /** Of the agent that answered; undefined: nothing new. */
  memory: unknown;
  /** What tools gave to be remembered. */
  facts: readonly string[];
  actions: readonly TurnAction[];
  calls: readonly KeptCall[];
  usage: { inputTokens: number; outputTokens: number };
  cached: boolean;
  /** The answer without what was said before it; null: not an answer to be given again. */
  answer: string | null;
  /** Why an agent that was preferred did not answer, or nobody did. */
  problem: ProblemError | null;
}
