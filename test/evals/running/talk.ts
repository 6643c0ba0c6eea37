import { eq } from 'drizzle-orm';
import { workspaces } from '../../../server/db/schema/identity.ts';
import { openChat } from '../../../server/dialogue/chat/chat.ts';
import type { Agent, Tool } from '../../../server/dialogue/contract.ts';
import type { TurnLimits } from '../../../server/dialogue/turn/patience.ts';
import type { Engines } from '../../../server/engines/engines.ts';
import { ownerCaller } from '../../../server/identity/createWorkspace.ts';
import { resolvePersonality } from '../../../server/personalities/resolvePersonality.ts';
import type { Speech } from '../../../server/speech/contract.ts';
import type { AudioStore } from '../../../server/storage/audioStore.ts';
import type { ChatReply } from '../../../shared/api/chat.ts';
import type { TestDatabase, TestWorkspace } from '../../support/database.ts';

/** A conversation that is being had. */
export interface Talk {
  say(text: string): Promise<ChatReply>;
  close(): Promise<void>;
}

/** What every conversation of a run shares. */
export interface TalkMeans {
  db: TestDatabase;
  audioStore: AudioStore;
  speech: Speech;
}

export interface TalkOptions {
  workspace: TestWorkspace;
  agents: Engines<Agent>;
  /** Ids, most preferred first; empty: as they are set up. */
  order?: string[];
  tools: readonly Tool[];
  now: Date;
  limits?: Partial<TurnLimits> | undefined;
  /** Answers are spoken too. */
  speak?: boolean;
}

/** Begins a conversation as the product has it: kept, with its memory, its fence and the real tools. */
export async function openTalk(
  { db, audioStore, speech }: TalkMeans,
  { workspace, agents, order = [], tools, now, limits, speak = false }: TalkOptions,
): Promise<Talk> {
  const { database } = db;
  const { workspaceId, ownerId } = workspace;
  await database.withWorkspace(workspaceId, (tx) =>
    tx.update(workspaces).set({ agentOrder: order }).where(eq(workspaces.id, workspaceId)),
  );
  const chat = openChat({
    database,
    audioStore,
    agents,
    tools: async () => tools,
    speech,
    dictionaryOf: async () => [],
    personality: resolvePersonality,
    // Nobody stops an answer from elsewhere.
    bus: { subscribe: () => () => undefined },
    ...(limits ? { limits } : {}),
    now: () => now,
    onTrouble: () => undefined,
  });
  const caller = ownerCaller(workspaceId, ownerId, 'Olga Owner', 'evals');
  let conversationId: string | undefined;
  return {
    async say(message) {
      const { signal } = new AbortController();
      const reply = await chat.answer(caller, { message, conversationId, speak, signal });
      conversationId = reply.conversationId;
      return reply;
    },
    close: () => chat.close(),
  };
}
