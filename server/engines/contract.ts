import type { Engine, EngineSetting } from '../../shared/api/voices.ts';

/** What every engine has, whatever it does: speak, listen or think. */
export interface AnyEngine {
  readonly id: string;
  readonly name: string;
  /** Changes whenever the same input may give something else. */
  readonly version: string;
  readonly kind: Engine['kind'];
  /** How many requests it is given at once. */
  readonly concurrency: number;
  /** How many streams of people who speak it follows at once; as many as requests when absent. */
  readonly streams?: number;
  /**
   * Asks it something that costs nothing, to see whether it is there and takes our key; throws what stands in its way.
   * Absent where something else tells, such as its list of voices.
   */
  look?(signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

/** Engines of one ability, as whoever sets them up sees them. */
export interface EngineList {
  /** Those that work here, and those that could, with what to set. */
  engines(workspaceId: string): Promise<Engine[]>;
  /** Looks whether those of a workspace are there, unless that was done lately; takes some seconds at most. */
  look(workspaceId: string): Promise<void>;
  /** Forgets what it remembers of a workspace's engines after they were changed; null: of every workspace's. */
  changed(workspaceId: string | null): void;
}

/** Values of an engine's settings by name; only those that are set. */
export type EngineSettings = Readonly<Record<string, string>>;

/** Settings by engine id. */
export type SettingsByEngine = Readonly<Record<string, EngineSettings>>;

/**
 * A kind of engine that may be set up: by the installation's settings, or by a workspace's own. Kinds of the same id
 * are one account at one maker, which speaks, listens or thinks: they share their settings.
 */
export interface EngineKind<E extends AnyEngine> {
  readonly id: string;
  readonly name: string;
  readonly kind: Engine['kind'];
  /** What to do so that it works, or why it never will again. */
  readonly hint: string;
  readonly settings: readonly Omit<EngineSetting, 'setBy'>[];
  /** Its maker closed it. */
  readonly retired?: true;
  /** Absent: it cannot work here, and `hint` says why. */
  open?(settings: EngineSettings): E;
}
