import type { Speech, SpeechEngine } from '../../server/speech/contract.ts';
import { openAudioPool } from '../../server/speech/mastering/pool.ts';
import { openSpeech, type SpeechOptions } from '../../server/speech/speech.ts';

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
    ...options,
  });
}
