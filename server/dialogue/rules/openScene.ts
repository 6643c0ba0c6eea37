import type { AgentRequest } from '../contract.ts';
import { gistOf } from '../understanding/gist.ts';
import { localClock } from '../understanding/when/localDay.ts';
import type { Memory } from './memory.ts';
import type { Scene } from './scene.ts';

/** The scene of one turn, of a long message its beginning and end. A tool whose result has another shape than expected counts as out of order. */
export function openScene(request: AgentRequest, memory: Memory): Scene {
  const tools = new Map(request.tools.map((tool) => [tool.name, tool]));
  return {
    request: { ...request, text: gistOf(request.text) },
    memory,
    today: localClock(request.now, request.timeZone).date,
    offers: (tool) => tools.has(tool),
    async call(name, input, schema) {
      const tool = tools.get(name);
      if (!tool) return { ok: false, code: 'missing' };
      const answer = await tool.run(input);
      request.signal.throwIfAborted();
      if (!answer.ok) return { ok: false, code: answer.code };
      const result = schema.safeParse(answer.result);
      return result.success ? { ok: true, result: result.data } : { ok: false, code: 'unavailable' };
    },
  };
}
