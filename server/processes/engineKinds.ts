import type { Env } from '../env.ts';
import type { EngineKind } from '../speech/contract.ts';
import type { SettingsByEngine } from '../speech/engines.ts';

/** Every kind of engine that can be set up, most preferred first: local ones, then those of a cloud. */
export const ENGINE_KINDS: readonly EngineKind[] = [];

/** What the installation's settings say of each kind. */
export function installationSettings(env: Env, kinds: readonly EngineKind[]): SettingsByEngine {
  const values: Readonly<Record<string, unknown>> = env;
  return Object.fromEntries(
    kinds.map(({ id, settings }) => [
      id,
      Object.fromEntries(
        settings.flatMap(({ name, variable }) => {
          const value = values[variable];
          return typeof value === 'string' ? [[name, value]] : [];
        }),
      ),
    ]),
  );
}
