import type { Speech, SpeechAccounts, SpeechEngine, SpeechUse } from '../../server/speech/contract.ts';
import { openAudioPool } from '../../server/speech/mastering/pool.ts';
import { openSpeech, type SpeechOptions } from '../../server/speech/speech.ts';
import { LIST_PRICES } from '../../shared/prices/priceTable.ts';

/** Nobody keeps accounts. */
export const NO_ACCOUNTS: SpeechAccounts = {
  prices: LIST_PRICES,
  require: async () => {},
  reserve: async () => ({ settle: () => {}, lose: () => {}, release: () => {} }),
  cached: () => {},
};

/** For whom tests speak that are not about it. */
export const TEST_USE: SpeechUse = {
  purpose: 'test',
  actor: { kind: 'system', id: null, name: 'A test' },
};

/** Speech of these engines for every workspace, with nothing else set up unless a test says so. */
export function openTestSpeech(
  builtin: readonly SpeechEngine[],
  options: Partial<SpeechOptions> = {},
): Speech {
  return openSpeech({
    builtin,
    kinds: [],
    installation: {},
    workspaceSettings: async () => ({}),
    customVoices: async () => [],
    fallbackChoice: async () => ({ standIns: {}, chain: [] }),
    pool: openAudioPool({ threads: 1 }),
    cacheBytes: 0,
    accounts: NO_ACCOUNTS,
    ...options,
  });
}
