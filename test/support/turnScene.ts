import type {
  Agent,
  OfferedTool,
  ToolAnswer,
  TurnEvent,
  Understanding,
} from '../../server/dialogue/contract.ts';
import type { TurnOutcome, TurnRequest } from '../../server/dialogue/turn/request.ts';
import type { ToolListener } from '../../server/dialogue/turn/toolWatch.ts';
import { runTurn } from '../../server/dialogue/turn/turn.ts';
import { Desk } from '../../server/engines/desk.ts';
import { MODEL_KINDS } from '../../server/providers/models/models.ts';
import type { ModelScript } from './models/modelScript.ts';
import { type ModelServer, startModelServer } from './models/modelServer.ts';

export const NEUTRAL: Understanding = {
  intent: 'faq',
  confidence: 1,
  sentiment: { score: 0, label: 'neutral' },
};

/** A model's desk and the scripted server behind it. */
export interface ScriptedModel {
  desk: Desk<Agent>;
  server: ModelServer;
  close(): Promise<void>;
}

export async function scriptedModel(
  script: ModelScript,
  id: 'anthropic' | 'openai' = 'anthropic',
): Promise<ScriptedModel> {
  const server = await startModelServer({ dialect: id, script });
  const agent = MODEL_KINDS.find((kind) => kind.id === id)!.open!({
    apiKey: 'k',
    baseUrl: server.url,
    model: 'model-1',
  });
  return {
    desk: new Desk(agent),
    server,
    close: async () => {
      await agent.close();
      await server.close();
    },
  };
}

/** A tool whose calls are told of as the runner of tools does. */
export function plainTool(name: string, answer: (input: unknown) => Promise<ToolAnswer> | ToolAnswer) {
  return (listener: ToolListener): OfferedTool => ({
    name,
    description: 'Does something.',
    inputSchema: { type: 'object', properties: {} },
    async run(input) {
      const call = { callId: crypto.randomUUID(), tool: name };
      listener.onStarted({ ...call, title: name, arguments: input });
      const given = await answer(input);
      listener.onEnded({ ...call, answer: given, maskedAnswer: given, tookMs: 1, fact: `${name} was used` });
      return given;
    },
  });
}

/** Runs a turn to its end; `onEvent` sees the events as they come. */
export async function turnOf(
  agents: readonly Desk<Agent>[],
  request: Partial<TurnRequest> & { tools?: readonly ReturnType<typeof plainTool>[] } = {},
  onEvent: (event: TurnEvent) => void = () => {},
): Promise<{ events: TurnEvent[]; outcome: TurnOutcome }> {
  const { tools = [], ...rest } = request;
  const events: TurnEvent[] = [];
  const turn = runTurn({
    workspaceId: 'w',
    text: 'Where is my order?',
    instructions: 'You are Ava.',
    language: 'en-US',
    timeZone: 'UTC',
    now: new Date('2026-11-21T12:00:00Z'),
    history: [],
    summary: null,
    facts: [],
    memories: {},
    agents,
    understand: () => NEUTRAL,
    offerTools: (_understanding, listener) => tools.map((tool) => tool(listener)),
    opening: null,
    signal: new AbortController().signal,
    ...rest,
  });
  for (;;) {
    const next = await turn.next();
    if (next.done) return { events, outcome: next.value };
    events.push(next.value);
    onEvent(next.value);
  }
}
