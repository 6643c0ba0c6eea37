import { createHash } from 'node:crypto';
import type { EngineKind, EngineSettings, SpeechEngine } from './contract.ts';
import { remembered } from './remembered.ts';
import { EngineDesk } from './routing/desk.ts';

/** Settings by engine id. */
export type SettingsByEngine = Readonly<Record<string, EngineSettings>>;

export interface EnginesOptions {
  /** Always there, for everybody; least preferred, for they need nothing. */
  builtin: readonly SpeechEngine[];
  /** What can be set up, most preferred first. */
  kinds: readonly EngineKind[];
  installation: SettingsByEngine;
  /** A workspace's own settings; they win over the installation's. */
  workspaceSettings(workspaceId: string): Promise<SettingsByEngine>;
}

/** An engine of a workspace, and by whom each of its settings was given. */
export interface OpenEngine {
  desk: EngineDesk;
  setBy: Readonly<Record<string, 'installation' | 'workspace'>>;
}

/** The engines of every workspace: workspaces with the same settings share an engine, its limits and its health. */
export interface Engines {
  /** Most preferred first. */
  of(workspaceId: string): Promise<readonly OpenEngine[]>;
  readonly kinds: readonly EngineKind[];
  changed(workspaceId: string): void;
  close(): Promise<void>;
}

/** Opens engines as they are first needed. */
export function openEngines({ builtin, kinds, installation, workspaceSettings }: EnginesOptions): Engines {
  const always = builtin.map((engine): OpenEngine => ({ desk: new EngineDesk(engine), setBy: {} }));
  const opened = new Map<string, EngineDesk>();

  function openOne(kind: EngineKind, own: EngineSettings): OpenEngine[] {
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
    if (!kind.open || kind.settings.some(({ name, required }) => required && settings[name] === undefined))
      return [];
    const key = keyOf(kind, settings);
    let desk = opened.get(key);
    if (!desk) {
      desk = new EngineDesk(kind.open(settings));
      opened.set(key, desk);
    }
    return [{ desk, setBy }];
  }

  const perWorkspace = remembered(async (workspaceId): Promise<readonly OpenEngine[]> => {
    const own = await workspaceSettings(workspaceId);
    return [...kinds.flatMap((kind) => openOne(kind, own[kind.id] ?? {})), ...always];
  });

  return {
    kinds,
    of: perWorkspace.of,
    changed: perWorkspace.forget,
    async close() {
      const all = [...always.map(({ desk }) => desk), ...opened.values()];
      await Promise.all(all.map((desk) => desk.engine.close()));
    },
  };
}

/** Tells settings apart without keeping a key in clear as the name of something. */
function keyOf(kind: EngineKind, settings: EngineSettings): string {
  const values = Object.entries(settings).sort(([a], [b]) => (a < b ? -1 : 1));
  return `${kind.id}:${createHash('sha256').update(JSON.stringify(values)).digest('hex')}`;
}
