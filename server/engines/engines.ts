import { createHash } from 'node:crypto';
import type { Engine } from '../../shared/api/voices.ts';
import type { AnyEngine, EngineKind, EngineSettings, SettingsByEngine } from './contract.ts';
import { Desk } from './desk.ts';
import { type InstallationFigures, sumFigures } from './figures.ts';
import type { EngineMetrics } from './metrics.ts';
import { remembered } from './remembered.ts';
import type { OthersFigures, SharedFigures } from './sharedFigures.ts';

/** To whom the desks of engines tell how they do. */
export interface DeskParts {
  metrics?: EngineMetrics;
  /** What the other processes of the installation know; absent: there are none. */
  figures?: SharedFigures;
}

export interface EnginesOptions<E extends AnyEngine> extends DeskParts {
  /** Always there, for everybody; least preferred, for they need nothing. */
  builtin: readonly E[];
  /** What can be set up, most preferred first. */
  kinds: readonly EngineKind<E>[];
  installation: SettingsByEngine;
  /** A workspace's own settings; they win over the installation's. */
  workspaceSettings(workspaceId: string): Promise<SettingsByEngine>;
}

/** An engine of a workspace, and by whom each of its settings was given. */
export interface OpenEngine<E extends AnyEngine> {
  desk: Desk<E>;
  /** Whose account it is, told by its settings and without any of them in clear; null: it is everybody's. */
  account: string | null;
  setBy: Readonly<Record<string, 'installation' | 'workspace'>>;
}

/** No other process. */
const ALONE: OthersFigures = { processes: 0, known: new Map() };

/** The engines of one ability, of every workspace: workspaces with the same settings share an engine, its limits and its health. */
export interface Engines<E extends AnyEngine> {
  readonly ability: Engine['ability'];
  /** Most preferred first. */
  of(workspaceId: string): Promise<readonly OpenEngine<E>[]>;
  readonly kinds: readonly EngineKind<E>[];
  /** The accounts that a workspace has now, whether or not anything was asked of them. */
  accountsOf(workspaceId: string): Promise<readonly string[]>;
  /** How each does, in all processes of the installation. */
  figuresOf(open: readonly OpenEngine<E>[]): Promise<readonly InstallationFigures[]>;
  /** Looks whether they are there (`Looked`). */
  look(workspaceId: string): Promise<void>;
  /** Null: those of every workspace may have. */
  changed(workspaceId: string | null): void;
  close(): Promise<void>;
}

/** Opens engines as they are first needed. */
export function openEngines<E extends AnyEngine>(
  ability: Engine['ability'],
  { builtin, kinds, installation, workspaceSettings, metrics, figures }: EnginesOptions<E>,
): Engines<E> {
  const deskOf = (engine: E) =>
    new Desk(engine, (outcome, tookMs) => metrics?.answered(ability, engine.id, outcome, tookMs));
  const always = builtin.map(
    (engine): OpenEngine<E> => ({
      desk: deskOf(engine),
      account: null,
      setBy: {},
    }),
  );
  const opened = new Map<string, Desk<E>>();
  const nameOf = ({ account, desk }: OpenEngine<E>) => `${ability}:${account ?? desk.engine.id}`;
  figures?.share(function* () {
    for (const one of always) yield [nameOf(one), one.desk];
    for (const [account, desk] of opened) yield [nameOf({ account, desk, setBy: {} }), desk];
  });

  /** What a kind is set to; null where something is missing that it needs. */
  function setUp(kind: EngineKind<E>, own: EngineSettings = {}) {
    const common = installation[kind.id] ?? {};
    const settings: Record<string, string> = {};
    const setBy: Record<string, 'installation' | 'workspace'> = {};
    for (const { name, perWorkspace } of kind.settings) {
      const ownValue = perWorkspace ? own[name] : undefined;
      const value = ownValue ?? common[name];
      if (value === undefined) continue;
      settings[name] = value;
      setBy[name] = ownValue === undefined ? 'installation' : 'workspace';
    }
    const isWhole = kind.settings.every(({ name, required }) => !required || settings[name] !== undefined);
    return isWhole ? { settings, setBy, account: keyOf(kind, settings) } : null;
  }

  function openOne(kind: EngineKind<E>, own?: EngineSettings): OpenEngine<E>[] {
    const set = setUp(kind, own);
    if (!kind.open || !set) return [];
    const { settings, setBy, account } = set;
    let desk = opened.get(account);
    if (!desk) {
      desk = deskOf(kind.open(settings));
      opened.set(account, desk);
    }
    return [{ desk, account, setBy }];
  }

  const perWorkspace = remembered(async (workspaceId): Promise<readonly OpenEngine<E>[]> => {
    const own = await workspaceSettings(workspaceId);
    return [...kinds.flatMap((kind) => openOne(kind, own[kind.id])), ...always];
  });

  return {
    ability,
    kinds,
    of: perWorkspace.of,
    async accountsOf(workspaceId) {
      const own = await workspaceSettings(workspaceId);
      return kinds.flatMap((kind) => setUp(kind, own[kind.id])?.account ?? []);
    },
    async figuresOf(open) {
      const { processes, known } = (await figures?.ofOthers(open.map(nameOf))) ?? ALONE;
      return open.map((one) =>
        sumFigures([one.desk.figures(), ...(known.get(nameOf(one)) ?? [])], processes + 1),
      );
    },
    async look(workspaceId) {
      const open = await perWorkspace.of(workspaceId);
      await Promise.all(open.map(({ desk }) => desk.looked.look()));
    },
    changed: perWorkspace.forget,
    async close() {
      const all = [...always.map(({ desk }) => desk), ...opened.values()];
      await Promise.all(all.map((desk) => desk.engine.close()));
    },
  };
}

/** Tells settings apart without keeping a key in clear as the name of something. */
function keyOf(kind: Pick<EngineKind<AnyEngine>, 'id'>, settings: EngineSettings): string {
  const values = Object.entries(settings).sort(([a], [b]) => (a < b ? -1 : 1));
  return `${kind.id}:${createHash('sha256').update(JSON.stringify(values)).digest('hex')}`;
}
