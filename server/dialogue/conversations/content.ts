import type { z } from 'zod';
import type { MemberMessage, SpokenReply } from '../../../shared/api/chat.ts';
import type { Actor } from '../../../shared/api/common.ts';
import type { AudioStore } from '../../storage/audioStore.ts';
import type { TurnAction } from '../contract.ts';
import type { KeptCall } from '../turn/toolWatch.ts';

/** What is kept of a conversation beside its messages. */
export interface ConversationState {
  /** How it began. */
  title: string;
  /** Of the messages up to `summarisedTo`. */
  summary: string | null;
  summarisedTo: number;
  /** Data that tools gave, newest last. */
  facts: readonly string[];
  /** BCP 47: the one that was answered in last; absent before the first answer. */
  language?: string;
  /** What the agent that answered last kept, by its id. */
  memories: Readonly<Record<string, unknown>>;
}

/** What a message says, and what was done for it. */
export interface MessageContent {
  text: string;
  /** To whom of the workspace somebody's words went, in the agent's place. */
  passedTo?: Actor;
  /** What somebody of the workspace did. */
  member?: Pick<MemberMessage, 'member' | 'did'>;
  calls?: readonly KeptCall[];
  actions?: readonly TurnAction[];
  /** What failed on the way to it. */
  agentProblem?: { code: string; detail: string } | null;
  /** Who spoke it. */
  speech?: z.infer<typeof SpokenReply> | null;
  /** Why it was not spoken, or not to its end, though that was asked for. */
  speechProblem?: { code: string; detail: string } | null;
}

const TITLE_CHARACTERS = 80;

/** A conversation that begins with these words. */
export function newState(text: string): ConversationState {
  const words = text.trim().replaceAll(/\s+/g, ' ');
  const title =
    words.length > TITLE_CHARACTERS ? `${words.slice(0, TITLE_CHARACTERS - 1).trimEnd()}…` : words;
  return { title, summary: null, summarisedTo: 0, facts: [], memories: {} };
}

type Seal = Pick<AudioStore, 'seal' | 'open'>;

export const sealState = (store: Seal, state: ConversationState) => store.seal(JSON.stringify(state));
export const openState = (store: Seal, sealed: Buffer): ConversationState => JSON.parse(store.open(sealed));
export const sealContent = (store: Seal, content: MessageContent) => store.seal(JSON.stringify(content));
export const openContent = (store: Seal, sealed: Buffer): MessageContent => JSON.parse(store.open(sealed));
