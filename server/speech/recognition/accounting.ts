import { costUsd } from '../../../shared/prices/cost.ts';
import type { SpeechAccounts, SpeechEntry } from '../contract.ts';
import type { RecognitionUse, SpeechRecognizer } from './contract.ts';

/** For whom sound is recognised. */
export interface HeardFor {
  workspaceId: string;
  use: RecognitionUse;
}

/** An engine listens: to be closed once, by what came of it. */
export interface ListeningEntry {
  /** It listened for so long. */
  settle(seconds: number): void;
  /** It may have listened, and nobody took what it heard: the estimate counts. */
  lose(): void;
  /** It did not listen. */
  release(): void;
}

/** Opens an entry in the accounts before an engine is asked. Throws `not-in-plan`. */
export async function reserveListening(
  accounts: SpeechAccounts,
  by: HeardFor,
  engine: Pick<SpeechRecognizer, 'id' | 'name'>,
  seconds: number,
  way: 'file' | 'live',
): Promise<ListeningEntry> {
  const voice = {
    id: `${engine.id}:listening-${way}`,
    name: `${engine.name}, ${way === 'live' ? 'listening live' : 'listening to recordings'}`,
    engine: engine.id,
  };
  const cost = (length: number) => costUsd(accounts.prices, voice, { characters: 0, seconds: length });
  const entry: SpeechEntry = { voice, characters: 0, seconds, costUsd: cost(seconds) };
  const reservation = await accounts.reserve(by, entry);
  return { ...reservation, settle: (length) => reservation.settle(length, cost(length)) };
}
