import type { Dialect, ModelScript } from '../../support/models/modelScript.ts';
import { scriptedModel } from '../../support/turnScene.ts';
import type { WiringCase } from '../scenarios/wiring.ts';
import { type Player, playList } from './play.ts';
import type { Result } from './report.ts';

/** Has a conversation with a scripted model behind a dialect's real protocol; the second one speaks the other. */
export async function playWiring(
  { db }: Pick<Player, 'db'>,
  dialect: Dialect,
  wiring: WiringCase,
): Promise<Result> {
  const other = dialect === 'anthropic' ? 'openai' : 'anthropic';
  const scripts: [Dialect, ModelScript][] = [[dialect, wiring.model]];
  if (wiring.second) scripts.push([other, wiring.second]);
  const models = await Promise.all(scripts.map(([speaks, script]) => scriptedModel(script, speaks)));
  try {
    const player = { db, agents: models.map(({ desk }) => desk), limits: wiring.limits ?? {} };
    return await playList(player, `wiring, ${dialect}`, wiring);
  } finally {
    for (const model of models) await model.close();
  }
}
