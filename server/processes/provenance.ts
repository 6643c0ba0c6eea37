import { readFileSync } from 'node:fs';
import { type Env, SettingError } from '../env.ts';
import type { Provenance } from '../provenance/contract.ts';
import type { Seal } from '../provenance/keepSigningKey.ts';
import { openProvenance } from '../provenance/openProvenance.ts';
import { checkSigningKey, type SigningKey } from '../provenance/signingKey.ts';

/** Marks files with the operator's key, or with one that the installation makes for itself. */
export function openMarking(env: Env, databaseUrl: string, seal: Seal): Provenance {
  return openProvenance({ databaseUrl, seal, given: givenKey(env) });
}

/** Throws SettingError for files that are not there or do not fit each other. */
function givenKey(env: Env): SigningKey | null {
  const { VOICEOPS_C2PA_CERTIFICATE: certificate, VOICEOPS_C2PA_PRIVATE_KEY: key } = env;
  if (!certificate || !key) return null;
  const given = {
    certificates: read('VOICEOPS_C2PA_CERTIFICATE', certificate),
    privateKey: read('VOICEOPS_C2PA_PRIVATE_KEY', key),
  };
  try {
    checkSigningKey(given);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new SettingError(`The key of VOICEOPS_C2PA_PRIVATE_KEY cannot be used: it ${why}.`);
  }
  return given;
}

function read(setting: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new SettingError(`Setting ${setting} must name a file that can be read, not "${path}".`);
  }
}
