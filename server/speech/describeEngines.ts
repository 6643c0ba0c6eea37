import type { Engine } from '../../shared/api/voices.ts';
import type { EngineKind } from './contract.ts';
import type { OpenEngine } from './engines.ts';
import { EngineStatistics } from './routing/statistics.ts';

/** The engines as people see them: those that work here, and those that could, with what to set. */
export async function describeEngines(
  kinds: readonly EngineKind[],
  open: readonly OpenEngine[],
): Promise<Engine[]> {
  const present = await Promise.all(
    open.map((one) =>
      describeOpen(
        one,
        kinds.find(({ id }) => id === one.desk.engine.id),
      ),
    ),
  );
  const missing = kinds.filter(({ id }) => !open.some(({ desk }) => desk.engine.id === id));
  return [...present, ...missing.map(describeMissing)];
}

async function describeOpen({ desk, setBy }: OpenEngine, kind: EngineKind | undefined): Promise<Engine> {
  const { engine, circuit, queue, statistics } = desk;
  const listed = await engine.voices().then(
    (voices) => ({ count: voices.length, problem: null }),
    (error: Error) => ({ count: 0, problem: error.message }),
  );
  return {
    id: engine.id,
    name: engine.name,
    version: engine.version,
    kind: engine.kind,
    configured: true,
    healthy: desk.healthy && listed.problem === null,
    hint: listed.problem,
    retired: false,
    cloning: engine.cloning !== undefined,
    settings: (kind?.settings ?? []).map((setting) => ({ ...setting, setBy: setBy[setting.name] ?? null })),
    circuit: circuit.read(),
    voiceCount: listed.count,
    active: queue.active,
    waiting: queue.length,
    statistics: statistics.read(),
  };
}

function describeMissing(kind: EngineKind): Engine {
  return {
    id: kind.id,
    name: kind.name,
    version: '',
    kind: kind.kind,
    configured: false,
    healthy: false,
    hint: kind.hint,
    retired: kind.retired ?? false,
    cloning: false,
    settings: kind.settings.map((setting) => ({ ...setting, setBy: null })),
    circuit: { state: 'closed', reason: null, until: null },
    voiceCount: 0,
    active: 0,
    waiting: 0,
    statistics: new EngineStatistics().read(),
  };
}
