import { readEnv } from '../../server/env.ts';
import { createLog } from '../../server/log.ts';
import { Scope } from '../../server/processes/scope.ts';
import { openVirtualInstallation } from '../../server/processes/virtualInstallation.ts';
import type { CallerSounds } from '../../server/simulator/callers/sounds.ts';
import type { Carrier } from '../../server/simulator/carrier/carrier.ts';
import type { Ear } from '../../server/simulator/hearing/ear.ts';
import {
  type ApiInstallation,
  apiInstallation,
} from '../../server/simulator/installation/apiInstallation.ts';
import { wordEar } from '../../server/simulator/virtual/wordEar.ts';
import { wordSounds } from '../../server/simulator/virtual/wordSounds.ts';

/** What calls are made and graded with. */
export interface Simulated {
  carrier: Pick<Carrier, 'call'>;
  sounds: CallerSounds;
  ear: Ear;
  /** Null: there is no key. */
  installation: ApiInstallation | null;
  close(): Promise<void>;
}

/** Calls in virtual time, in this process, on the installation of the settings. */
export async function openVirtual(key: string | null): Promise<Simulated> {
  const scope = new Scope();
  try {
    const env = readEnv(process.env);
    const { carrier, words, url } = await openVirtualInstallation(env, createLog('silent'), scope);
    return {
      carrier,
      sounds: wordSounds(words),
      ear: wordEar(words),
      installation: key ? apiInstallation(url, key) : null,
      close: () => scope.close(),
    };
  } catch (error) {
    await scope.close();
    throw error;
  }
}
