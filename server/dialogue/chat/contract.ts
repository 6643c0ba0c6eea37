import type { ChatEvent, ChatReply } from '../../../shared/api/chat.ts';
import type { ResolvedPersonality } from '../../../shared/personalities/resolved.ts';
import type { DictionaryEntry } from '../../../shared/speech/dictionary.ts';
import type { Caller } from '../../caller.ts';
import type { WorkspaceTx } from '../../db/database.ts';
import type { EventBus } from '../../db/eventBus.ts';
import type { Desk } from '../../engines/desk.ts';
import type { Engines } from '../../engines/engines.ts';
import type { Speech } from '../../speech/contract.ts';
import type { Agent, Tool } from '../contract.ts';
import type { BegunTurn } from '../conversations/beginTurn.ts';
import type { Conversations } from '../conversations/conversations.ts';
import type { TurnLimits } from '../turn/patience.ts';

/** Something that is said to a personality. */
export interface ChatWish {
  message: string;
  /** A new conversation when absent. */
  conversationId?: string | undefined;
  /** The conversation belongs to a session, whose owner asks. */
  ofSession?: boolean;
  personalityId?: string | undefined;
  speak: boolean;
  /** What the person likes; it wins over the personality's own. */
  voiceId?: string | undefined;
  speed?: number | undefined;
  language?: string | undefined;
  personName?: string | undefined;
  idempotencyKey?: string | undefined;
  /** Aborting stops the answer at once. */
  signal: AbortSignal;
}

/** What answering needs of the rest of the product. */
export interface ChatDeps extends Conversations {
  agents: Engines<Agent>;
  /** What agents may use; `outside`: whether the workspace set up any tools itself. */
  tools(tx: WorkspaceTx, workspaceId: string, outside: boolean): Promise<readonly Tool[]>;
  speech: Pick<Speech, 'speakLive' | 'encode' | 'voice'>;
  /** How a workspace pronounces words now. */
  dictionaryOf(workspaceId: string): Promise<readonly DictionaryEntry[]>;
  /** Who answers. Throws `not-found` for one that is asked for. */
  personality(
    tx: WorkspaceTx,
    workspaceId: string,
    wanted: { asked?: string | null; conversation?: string | null },
  ): Promise<ResolvedPersonality>;
  /** Tells of stops on other nodes. */
  bus: Pick<EventBus, 'subscribe'>;
  limits?: Partial<TurnLimits>;
  /** The clock by which days and hours are meant; the machine's when absent. */
  now?(): Date;
  /** Something went wrong that the person is told of in other words, or not at all. */
  onTrouble(error: unknown, what: string): void;
}

/** A message that was taken, and who answers it. */
export interface MessageToAnswer {
  begun: BegunTurn;
  personality: ResolvedPersonality;
  agents: readonly Desk<Agent>[];
  tools: readonly Tool[];
  timeZone: string;
  /** Stops it, whoever asks for that. */
  stop: AbortController;
  emit(event: ChatEvent): void;
}

/** Answers messages, and keeps what was said. */
export interface Chat {
  /**
   * Takes a message; what happens then comes as events, `started` first, `done` or `problem` last. It is answered to
   * its end whether anybody reads the events or not: `signal` stops it. Throws `not-found`, `conversation-busy`,
   * `idempotency-mismatch`, `idempotency-in-progress`, and then nothing was taken.
   */
  begin(caller: Caller, wish: ChatWish): Promise<AsyncIterable<ChatEvent>>;
  /** The same to its end. Throws as `begin`, and what ended it without an answer. */
  answer(caller: Caller, wish: ChatWish): Promise<ChatReply>;
  /** Stops the answer under way, on whichever node. False: there is none. Throws `not-found`. */
  stop(caller: Caller, conversationId: string): Promise<boolean>;
  /** Waits until everything that was taken is answered and kept. */
  close(): Promise<void>;
}
