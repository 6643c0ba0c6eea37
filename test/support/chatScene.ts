import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEventBus } from '../../server/db/eventBus.ts';
import { openChat } from '../../server/dialogue/chat/chat.ts';
import type { Chat } from '../../server/dialogue/chat/contract.ts';
import type { Agent } from '../../server/dialogue/contract.ts';
import type { Conversations } from '../../server/dialogue/conversations/conversations.ts';
import { openBuiltinAgent } from '../../server/dialogue/rules/builtinAgent.ts';
import { openTools, type Tools } from '../../server/dialogue/tools/tools.ts';
import { toolsFor } from '../../server/dialogue/tools/toolsOf.ts';
import type { TurnLimits } from '../../server/dialogue/turn/patience.ts';
import { type Engines, openEngines } from '../../server/engines/engines.ts';
import type { Mount } from '../../server/http/app.ts';
import { mountChat } from '../../server/http/chat/chat.ts';
import { inProcessMeter } from '../../server/http/limits/inProcess.ts';
import { rateLimits } from '../../server/http/limits/meter.ts';
import type { RateLimits } from '../../server/http/limits/rateLimits.ts';
import { createApiKey } from '../../server/identity/apiKeys.ts';
import { ownerCaller } from '../../server/identity/createWorkspace.ts';
import { resolvePersonality } from '../../server/personalities/resolvePersonality.ts';
import { openFlite } from '../../server/providers/builtin/flite/fliteEngine.ts';
import { MODEL_KINDS } from '../../server/providers/models/models.ts';
import type { Speech } from '../../server/speech/contract.ts';
import type { AudioStore } from '../../server/storage/audioStore.ts';
import { encryptedAudioStore } from '../../server/storage/encryptedAudioStore.ts';
import { openFolderStore } from '../../server/storage/folderStore.ts';
import { fixedMasterKeys, newMasterKey } from '../../server/storage/masterKeys.ts';
import type { Scope } from '../../shared/access.ts';
import type { ChatEvent } from '../../shared/api/chat.ts';
import { createTestApp, GENEROUS } from './app.ts';
import { type Client, clientOf } from './client.ts';
import { createTestDatabase, createWorkspace, type TestDatabase, type TestWorkspace } from './database.ts';
import { openTestSpeech } from './speech.ts';
import { type StreamOptions, streamChat } from './streamChat.ts';

export interface ChatScene {
  db: TestDatabase;
  audioStore: AudioStore;
  workspace: TestWorkspace;
  url: string;
  owner: Client;
  /** A program of another workspace. */
  stranger: Client;
  /** The events of a streamed answer; `onEvent` may stop it by aborting. */
  stream(body: object, options?: StreamOptions): Promise<ChatEvent[]>;
  close(): Promise<void>;
}

/** What a scene is made of. */
export interface ChatParts extends Conversations {
  agents: Engines<Agent>;
  chat: Chat;
  tools: Tools;
  speech: Speech;
  limits: RateLimits;
}

/** Chat over HTTP on a real database with the built-in agent; with `model`, a language model is asked first. */
export async function chatScene(
  options: {
    model?: { id: string; baseUrl: string };
    speech?: Speech;
    limits?: Partial<TurnLimits>;
    /** Further routes, of what the scene is made of. */
    mounts?: (parts: ChatParts) => Mount[];
    scopes?: readonly Scope[];
    /** Shares another scene's database and storage: a second node. */
    beside?: ChatScene;
  } = {},
): Promise<ChatScene> {
  const { beside } = options;
  const db = beside?.db ?? (await createTestDatabase());
  const workspace = beside?.workspace ?? (await createWorkspace(db));
  const folder = await mkdtemp(join(tmpdir(), 'voiceops-chat-'));
  const audioStore =
    beside?.audioStore ??
    encryptedAudioStore(await openFolderStore(folder), fixedMasterKeys([newMasterKey()]));
  const speech = options.speech ?? openTestSpeech([openFlite({ processes: 1 })]);
  const { model } = options;
  const agents = openEngines<Agent>('language', {
    builtin: [openBuiltinAgent()],
    kinds: MODEL_KINDS,
    installation: model ? { [model.id]: { apiKey: 'k', baseUrl: model.baseUrl, model: 'model-1' } } : {},
    workspaceSettings: async () => ({}),
  });
  const bus = await openEventBus(db.url);
  const onTrouble = () => undefined;
  const tools = openTools({ database: db.database, audioStore, allowPrivateNetworks: true, onTrouble });
  const chat = openChat({
    database: db.database,
    audioStore,
    agents,
    tools: (tx, workspaceId, outside) => toolsFor(tools, tx, workspaceId, outside),
    speech,
    dictionaryOf: async () => [],
    personality: resolvePersonality,
    bus,
    ...(options.limits ? { limits: options.limits } : {}),
    onTrouble,
  });
  const meter = inProcessMeter(GENEROUS);
  const parts: ChatParts = {
    agents,
    chat,
    tools,
    database: db.database,
    audioStore,
    speech,
    limits: rateLimits(meter),
  };
  const app = await createTestApp(db, {
    meter,
    mounts: [(scope) => mountChat(scope, parts), ...(options.mounts?.(parts) ?? [])],
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  const keyOf = async ({ workspaceId, ownerId }: TestWorkspace) => {
    const caller = ownerCaller(workspaceId, ownerId, 'Olga Owner', 'test');
    const scopes = [...(options.scopes ?? (['conversations:write'] as const))];
    return (await createApiKey(db.database, caller, { name: 'Program', scopes })).key;
  };
  const key = await keyOf(workspace);
  return {
    db,
    audioStore,
    workspace,
    url,
    owner: clientOf(url, { key }),
    stranger: clientOf(url, { key: await keyOf(await createWorkspace(db)) }),
    stream: (body, more = {}) => streamChat(url, key, body, more),
    async close() {
      await app.close();
      await chat.close();
      await agents.close();
      await bus.close();
      await speech.close();
      await rm(folder, { recursive: true, force: true });
      if (!beside) await db.close();
    },
  };
}
