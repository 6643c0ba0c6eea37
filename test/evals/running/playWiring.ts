import type { Agent } from '../../../server/dialogue/contract.ts';
import { openEngines } from '../../../server/engines/engines.ts';
import { MODEL_KINDS } from '../../../server/providers/models/models.ts';
import type { Dialect, ModelScript } from '../../support/models/modelScript.ts';
import { startModelServer } from '../../support/models/modelServer.ts';
import type { WiringCase } from '../scenarios/wiring.ts';
import { playList } from './play.ts';
import type { Result } from './report.ts';
import type { TalkMeans } from './talk.ts';

/** Has a conversation with a scripted model behind a dialect's real protocol; the second one speaks the other. */
export async function playWiring(means: TalkMeans, dialect: Dialect, wiring: WiringCase): Promise<Result> {
  const other = dialect === 'anthropic' ? 'openai' : 'anthropic';
  const scripts: [Dialect, ModelScript][] = [[dialect, wiring.model]];
  if (wiring.second) scripts.push([other, wiring.second]);
  const servers = await Promise.all(
    scripts.map(([speaks, script]) => startModelServer({ dialect: speaks, script })),
  );
  const agents = openEngines<Agent>('language', {
    builtin: [],
    kinds: MODEL_KINDS,
    installation: Object.fromEntries(
      servers.map(({ dialect: id, url: baseUrl }) => [id, { apiKey: 'k', baseUrl, model: 'model-1' }]),
    ),
    workspaceSettings: async () => ({}),
  });
  try {
    const player = { ...means, agents, order: [dialect, other], limits: wiring.limits };
    return await playList(player, `wiring, ${dialect}`, wiring);
  } finally {
    await agents.close();
    for (const server of servers) await server.close();
  }
}
