import type { AnyEngine, EngineKind, SettingsByEngine } from '../engines/contract.ts';
import type { Env } from '../env.ts';
import { AZURE } from '../providers/azure/azureEngine.ts';
import { ELEVENLABS } from '../providers/elevenlabs/elevenlabsEngine.ts';
import { GOOGLE } from '../providers/google/googleEngine.ts';
import { LOCAL_SPEECH } from '../providers/openai/localEngine.ts';
import { OPENAI } from '../providers/openai/openaiEngine.ts';
import { PLAYHT } from '../providers/playht/playht.ts';
import { STYLETTS2 } from '../providers/styletts2/styleTts2Engine.ts';
import { XTTS } from '../providers/xtts/xttsEngine.ts';
import type { SpeechEngineKind } from '../speech/contract.ts';

/** Every kind of engine that speaks and can be set up, most preferred first: local ones, then those of a cloud. */
export const SPEECH_KINDS: readonly SpeechEngineKind[] = [
  LOCAL_SPEECH,
  XTTS,
  STYLETTS2,
  ELEVENLABS,
  OPENAI,
  GOOGLE,
  AZURE,
  PLAYHT,
];

/** What the installation's settings say of each kind. */
export function installationSettings(
  env: Env,
  kinds: readonly Pick<EngineKind<AnyEngine>, 'id' | 'settings'>[],
): SettingsByEngine {
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
