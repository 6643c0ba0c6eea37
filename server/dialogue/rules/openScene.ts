import { z } from 'zod';
import type { AgentRequest } from '../contract.ts';
import { gistOf } from '../understanding/gist.ts';
import { localClock } from '../understanding/when/localDay.ts';
import type { Memory } from './memory.ts';
import type { Scene } from './scene.ts';

const Services = z.object({ services: z.array(z.object({ name: z.string() })) });

/** The scene of one turn, of a long message its beginning and end. A tool whose result has another shape than expected counts as out of order. */
export function openScene(request: AgentRequest, memory: Memory): Scene {
  const tools = new Map(request.tools.map((tool) => [tool.name, tool]));
  const call: Scene['call'] = async (name, input, schema) => {
    const tool = tools.get(name);
    if (!tool) return { ok: false, code: 'missing' };
    const answer = await tool.run(input);
    request.signal.throwIfAborted();
    if (!answer.ok) return { ok: false, code: answer.code };
    const result = schema.safeParse(answer.result);
    return result.success ? { ok: true, result: result.data } : { ok: false, code: 'unavailable' };
  };
  const listServices = async () => {
    const called = await call('list_services', {}, Services);
    return called.ok ? called.result.services : [];
  };
  // They are the same for a whole turn.
  let services: ReturnType<typeof listServices> | undefined;
  return {
    request: { ...request, text: gistOf(request.text) },
    memory,
    today: localClock(request.now, request.timeZone).date,
    offers: (tool) => tools.has(tool),
    services: () => {
      services ??= listServices();
      return services;
    },
    call,
  };
}
