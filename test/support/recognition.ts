import { openSilero } from '../../server/providers/builtin/silero/silero.ts';
import { openReader } from '../../server/speech/reading/openReader.ts';
import type { Recognition, SpeechRecognizer } from '../../server/speech/recognition/contract.ts';
import { openRecognition, type RecognitionOptions } from '../../server/speech/recognition/recognition.ts';
import { NO_ACCOUNTS } from './speech.ts';

/** Recognition by these engines for every workspace, with nothing else set up unless a test says so. */
export function openTestRecognition(
  builtin: readonly SpeechRecognizer[],
  options: Partial<RecognitionOptions> = {},
): Recognition {
  const detector = openSilero();
  const recognition = openRecognition({
    builtin,
    kinds: [],
    installation: {},
    workspaceSettings: async () => ({}),
    listenerOrder: async () => [],
    reader: openReader({ threads: 1 }),
    detector,
    accounts: NO_ACCOUNTS,
    ...options,
  });
  return {
    ...recognition,
    async close() {
      await recognition.close();
      await detector.close();
    },
  };
}
