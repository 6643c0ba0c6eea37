import type { EventBus } from '../db/eventBus.ts';
import { openChat } from '../dialogue/chat/chat.ts';
import type { Chat } from '../dialogue/chat/contract.ts';
import type { Agent } from '../dialogue/contract.ts';
import { openBuiltinAgent } from '../dialogue/rules/builtinAgent.ts';
import type { Tools } from '../dialogue/tools/tools.ts';
import { toolsFor } from '../dialogue/tools/toolsOf.ts';
import { learnBeside } from '../dialogue/understanding/intents/intents.ts';
import type { EngineList } from '../engines/contract.ts';
import { describeEngines } from '../engines/describe.ts';
import { type DeskParts, type Engines, openEngines } from '../engines/engines.ts';
import { readEngineSettings } from '../engines/workspaceSettings.ts';
import { resolvePersonality } from '../personalities/resolvePersonality.ts';
import { MODEL_KINDS } from '../providers/models/models.ts';
import { newestEntries } from '../studio/dictionary/readDictionary.ts';
import type { Studio } from '../studio/studio.ts';
import { installationSettings } from './engineKinds.ts';
import type { Foundation } from './foundation.ts';
import type { Scope } from './scope.ts';

/** Whoever answers: language models as they are set up, and the rules that need nothing. */
export type Agents = Engines<Agent> & EngineList;

/** The agents of this installation, most preferred first. */
export function wireAgents({ env, database, audioStore }: Foundation, desks: Required<DeskParts>): Agents {
  learnBeside();
  const agents = openEngines<Agent>('language', {
    builtin: [openBuiltinAgent()],
    kinds: MODEL_KINDS,
    installation: installationSettings(env, MODEL_KINDS),
    workspaceSettings: (workspaceId) => readEngineSettings({ database, audioStore }, workspaceId),
    ...desks,
  });
  return { ...agents, engines: (workspaceId) => describeEngines(agents, workspaceId) };
}

/** What answers messages; it ends with the scope, after what it has begun. */
export function wireChat(
  { log, database, audioStore }: Foundation,
  {
    agents,
    tools,
    studio,
    bus,
    scope,
  }: { agents: Agents; tools: Tools; studio: Studio; bus: EventBus; scope: Scope },
): Chat {
  const chat = openChat({
    database,
    audioStore,
    agents,
    tools: (tx, workspaceId, outside) => toolsFor(tools, tx, workspaceId, outside),
    speech: studio.speech,
    dictionaryOf: (workspaceId) => newestEntries(studio, workspaceId),
    personality: resolvePersonality,
    bus,
    onTrouble: (err, what) => log.warn({ err }, what),
  });
  scope.defer(() => chat.close());
  return chat;
}
