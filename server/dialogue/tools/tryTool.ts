import type { ToolTrial } from '../../../shared/api/tools.ts';
import { INTENTS } from '../../../shared/dialogue/intentNames.ts';
import type { Caller } from '../../caller.ts';
import { notFound } from '../../problem.ts';
import { timeZoneOf } from '../business/workspaceZone.ts';
import { type EndedCall, offerTools } from './offerTools.ts';
import type { Tools } from './tools.ts';
import { toolsOf } from './toolsOf.ts';

/** Calls a tool as an agent would, asked for by the caller. Throws `not-found`. */
export async function tryTool(
  tools: Tools,
  caller: Caller,
  name: string,
  input: Record<string, unknown>,
): Promise<ToolTrial> {
  const tool = (await toolsOf(tools, caller.workspaceId)).find((one) => one.name === name);
  if (!tool) throw notFound('tool');
  const timeZone = await tools.database.withWorkspace(caller.workspaceId, (tx) =>
    timeZoneOf(tx, caller.workspaceId),
  );
  let ended: EndedCall | undefined;
  const [offered] = offerTools([{ ...tool, intents: INTENTS }], {
    database: tools.database,
    audioStore: tools.audioStore,
    context: {
      caller,
      conversationId: null,
      language: 'en-US',
      timeZone,
      now: new Date(),
      signal: new AbortController().signal,
    },
    turnId: null,
    heardIntents: new Set(INTENTS),
    onTrouble: tools.onTrouble,
    onEnded: (call) => {
      ended = call;
    },
  });
  if (!offered) throw notFound('tool');
  const answer = await offered.run(input);
  return { answer: answer.ok ? { ok: true, result: answer.result } : answer, tookMs: ended?.tookMs ?? 0 };
}
