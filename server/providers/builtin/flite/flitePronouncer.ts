import { openEnginePool } from '../../../speech/processes/engineProcess.ts';
import type { Pronouncer } from '../../../speech/recognition/contract.ts';
import { toSpokenAscii } from './english.ts';

const TIMEOUT_MS = 30_000;

/** How English words sound: of flite's lexicon, or by its letter-to-sound rules. Reads figures too. */
export function openFlitePronouncer(): Pronouncer {
  const pool = openEnginePool<readonly string[], string[][]>({
    name: 'built-in English',
    entry: new URL('./pronounceChild.ts', import.meta.url),
    processes: 1,
  });
  return {
    language: 'en',
    pronounce: (words, signal) => pool.run(words.map(toSpokenAscii), { signal, timeoutMs: TIMEOUT_MS }),
    close: () => pool.close(),
  };
}
