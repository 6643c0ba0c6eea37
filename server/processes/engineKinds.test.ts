import { expect, test } from 'vitest';
import type { z } from 'zod';
import { readEnv, SETTINGS } from '../env.ts';
import { installationSettings, SPEECH_KINDS } from './engineKinds.ts';

const settings = SPEECH_KINDS.flatMap((kind) =>
  kind.settings.map((setting) => ({ ...setting, kind: kind.id })),
);

test.each(settings)(
  '$kind: $variable is a setting of the installation, as secret here as there',
  (setting) => {
    const known: Readonly<Record<string, z.ZodType>> = SETTINGS.Engines;
    expect(known[setting.variable]).toBeDefined();
    expect(known[setting.variable]?.meta()?.secret === true).toBe(setting.secret);
  },
);

test('a workspace never says where the installation calls: only keys and regions are its own', () => {
  const own = settings.filter(({ perWorkspace }) => perWorkspace).map(({ variable }) => variable);
  expect(own).not.toHaveLength(0);
  for (const variable of own) expect(variable).toMatch(/_(KEY|REGION)$/);
});

test('what the environment says reaches each kind, without the slash behind an address', () => {
  const env = readEnv({
    XTTS_BASE_URL: 'http://127.0.0.1:8020/',
    AZURE_SPEECH_KEY: 'k',
    AZURE_SPEECH_REGION: 'westeurope',
  });
  const values = installationSettings(env, SPEECH_KINDS);
  expect(values.xtts).toEqual({ baseUrl: 'http://127.0.0.1:8020' });
  expect(values.azure).toEqual({ apiKey: 'k', region: 'westeurope' });
  expect(values.google).toEqual({ baseUrl: 'https://texttospeech.googleapis.com' });
  expect(() => readEnv({ AZURE_SPEECH_REGION: 'west europe' })).toThrow('AZURE_SPEECH_REGION');
});
