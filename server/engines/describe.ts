import type { Engine } from '../../shared/api/voices.ts';
import type { AnyEngine, EngineKind } from './contract.ts';
import type { Engines, OpenEngine } from './engines.ts';
import { type InstallationFigures, sumFigures } from './figures.ts';

/** What only engines of one ability tell of themselves. */
export interface EngineDetails {
  voiceCount?: number;
  cloning?: boolean;
  /** What stands in its way at the moment. */
  problem?: string | null;
}

/** The engines as people see them: those that work here, and those that could, with what to set. */
export async function describeEngines<E extends AnyEngine>(
  { ability, kinds, of, figuresOf }: Engines<E>,
  workspaceId: string,
  detailsOf: (engine: E) => Promise<EngineDetails> = async () => ({}),
): Promise<Engine[]> {
  const open = await of(workspaceId);
  const [figures, details] = await Promise.all([
    figuresOf(open),
    Promise.all(open.map(({ desk }) => detailsOf(desk.engine))),
  ]);
  const present = open.map((one, index) =>
    describeOpen(
      ability,
      one,
      kinds.find(({ id }) => id === one.desk.engine.id),
      { ...details[index]!, figures: figures[index]! },
    ),
  );
  const missing = kinds.filter(({ id }) => !open.some(({ desk }) => desk.engine.id === id));
  return [...present, ...missing.map((kind) => describeMissing(ability, kind))];
}

function describeOpen<E extends AnyEngine>(
  ability: Engine['ability'],
  { desk, setBy }: OpenEngine<E>,
  kind: EngineKind<E> | undefined,
  {
    voiceCount = 0,
    cloning = false,
    problem = desk.looked.problem,
    figures,
  }: EngineDetails & { figures: InstallationFigures },
): Engine {
  const { engine } = desk;
  return {
    id: engine.id,
    ability,
    name: engine.name,
    version: engine.version,
    kind: engine.kind,
    configured: true,
    healthy: figures.circuit.state === 'closed' && problem === null,
    hint: problem,
    retired: false,
    cloning,
    settings: (kind?.settings ?? []).map((setting) => ({ ...setting, setBy: setBy[setting.name] ?? null })),
    voiceCount,
    ...figures,
  };
}

function describeMissing<E extends AnyEngine>(ability: Engine['ability'], kind: EngineKind<E>): Engine {
  return {
    id: kind.id,
    ability,
    name: kind.name,
    version: '',
    kind: kind.kind,
    configured: false,
    healthy: false,
    hint: kind.hint,
    retired: kind.retired ?? false,
    cloning: false,
    settings: kind.settings.map((setting) => ({ ...setting, setBy: null })),
    voiceCount: 0,
    ...sumFigures([], 0),
  };
}
