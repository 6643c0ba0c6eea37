import { and, eq } from 'drizzle-orm';
import type { Engine } from '../../shared/api/voices.ts';
import type { Caller } from '../caller.ts';
import { recordAudit } from '../db/audit.ts';
import type { Database, WorkspaceTx } from '../db/database.ts';
import { notify } from '../db/notify.ts';
import { engineSettings } from '../db/schema/index.ts';
import { notFound, ProblemError } from '../problem.ts';
import type { AudioStore } from '../storage/audioStore.ts';
import type { EngineList, EngineSettings, SettingsByEngine } from './contract.ts';

export interface EngineConfiguration {
  database: Database;
  audioStore: AudioStore;
  /** Of every ability: they share the settings. */
  lists: readonly EngineList[];
}

/** The engines of every ability, once they were looked at: for people who want to know how they do. */
export async function lookAtEngines(lists: readonly EngineList[], workspaceId: string): Promise<Engine[]> {
  await Promise.all(lists.map((list) => list.look(workspaceId)));
  return listEngines(lists, workspaceId);
}

/** The engines of every ability. */
export async function listEngines(lists: readonly EngineList[], workspaceId: string): Promise<Engine[]> {
  return (await Promise.all(lists.map((list) => list.engines(workspaceId)))).flat();
}

/** A workspace's own settings of engines; for `openEngines`. */
export async function readEngineSettings(
  { database, audioStore }: Omit<EngineConfiguration, 'lists'>,
  workspaceId: string,
): Promise<SettingsByEngine> {
  const rows = await database.withWorkspace(workspaceId, (tx) =>
    tx.select().from(engineSettings).where(eq(engineSettings.workspaceId, workspaceId)),
  );
  return Object.fromEntries(
    rows.map(({ engineId, sealedSecret }) => [engineId, JSON.parse(audioStore.open(sealedSecret))]),
  );
}

/**
 * Sets (null: takes away) the workspace's own settings of an engine. What is not named stays. Throws `not-found`, and
 * `validation-failed` for a setting that the engine does not have, or that is the installation's alone.
 */
export async function changeEngineSettings(
  { database, audioStore, lists }: EngineConfiguration,
  caller: Caller,
  engineId: string,
  change: Readonly<Record<string, string | null>>,
): Promise<void> {
  const { workspaceId } = caller;
  // One account may speak, listen and think, each with settings of its own.
  const engines = (await listEngines(lists, workspaceId)).filter(({ id }) => id === engineId);
  const [engine] = engines;
  if (!engine) throw notFound('engine');
  const settings = engines.flatMap((one) => one.settings);
  const own = [...new Set(settings.filter(({ perWorkspace }) => perWorkspace).map(({ name }) => name))];
  const foreign = Object.keys(change).find((name) => !own.includes(name));
  if (foreign !== undefined)
    throw new ProblemError(
      'validation-failed',
      own.length === 0
        ? `${engine.name} is set up by the installation alone.`
        : `A workspace sets ${own.join(', ')} of ${engine.name}, not “${foreign}”.`,
    );
  await database.withWorkspace(workspaceId, async (tx) => {
    const values = changed(await readOwn(tx, audioStore, workspaceId, engineId), change);
    if (Object.keys(values).length === 0)
      await tx.delete(engineSettings).where(ownRow(workspaceId, engineId));
    else {
      const row = { sealedSecret: audioStore.seal(JSON.stringify(values)), updatedAt: new Date() };
      await tx
        .insert(engineSettings)
        .values({ workspaceId, engineId, ...row })
        .onConflictDoUpdate({ target: [engineSettings.workspaceId, engineSettings.engineId], set: row });
    }
    await recordAudit(tx, workspaceId, {
      actor: caller.actor,
      action: 'engine.configured',
      subject: { kind: 'engine', id: engineId, name: engine.name },
      // Which, never what.
      detail: {
        set: Object.keys(change).filter((name) => change[name] !== null),
        removed: Object.keys(change).filter((name) => change[name] === null),
      },
      correlationId: caller.correlationId,
    });
    await notify(tx, workspaceId, { type: 'workspace-changed' });
  });
  for (const list of lists) list.changed(workspaceId);
}

const ownRow = (workspaceId: string, engineId: string) =>
  and(eq(engineSettings.workspaceId, workspaceId), eq(engineSettings.engineId, engineId));

/** Locks the row, so that two who each change one value both keep theirs. */
async function readOwn(
  tx: WorkspaceTx,
  audioStore: AudioStore,
  workspaceId: string,
  engineId: string,
): Promise<EngineSettings> {
  const [row] = await tx.select().from(engineSettings).where(ownRow(workspaceId, engineId)).for('update');
  return row ? JSON.parse(audioStore.open(row.sealedSecret)) : {};
}

function changed(before: EngineSettings, change: Readonly<Record<string, string | null>>): EngineSettings {
  const after = Object.entries({ ...before, ...change }).filter(([, value]) => value !== null);
  return Object.fromEntries(after) as EngineSettings;
}
