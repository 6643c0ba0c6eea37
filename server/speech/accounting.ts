import type { SpeechDocument } from '../../shared/markup/document.ts';
import { estimateDurationMs } from '../../shared/markup/measure.ts';
import { billedCharacters, costUsd } from '../../shared/prices/cost.ts';
import type { PriceTable } from '../../shared/prices/priceTable.ts';
import type {
  CheckRequest,
  RawSpeech,
  SpeakRequest,
  SpeechAccounts,
  SpeechEntry,
  SpokenVoice,
} from './contract.ts';

/** What a text would cost with a voice, as far as it can be told before it is spoken. */
export function estimateOf(
  prices: PriceTable,
  voice: SpokenVoice,
  said: SpeechDocument,
  { text, parameters }: CheckRequest,
): SpeechEntry {
  const characters = billedCharacters(prices, voice, said, text);
  const seconds = estimateDurationMs(said, parameters) / 1000;
  return { voice, characters, seconds, costUsd: costUsd(prices, voice, { characters, seconds }) };
}

/** How long pieces of sound are together, in seconds. */
export function secondsOf(pieces: readonly Pick<RawSpeech, 'samples' | 'sampleRateHz'>[]): number {
  return pieces.reduce((sum, { samples, sampleRateHz }) => sum + samples.length / sampleRateHz, 0);
}

/**
 * What an engine speaks, accounted: the entry stands before it is asked, and is closed by what came of it. An engine
 * that failed without a sound asks for no money; one that was stopped, or broke off, may.
 */
export async function* accounted(
  accounts: SpeechAccounts,
  request: SpeakRequest,
  estimate: SpeechEntry,
  signal: AbortSignal,
  ask: (onAsked: () => void) => AsyncIterable<RawSpeech>,
): AsyncGenerator<RawSpeech> {
  const reservation = await accounts.reserve(request, estimate);
  let asked = false;
  let ended: 'whole' | 'failed' | 'left' = 'left';
  let seconds = 0;
  try {
    signal.throwIfAborted();
    const pieces = ask(() => {
      asked = true;
    });
    for await (const piece of pieces) {
      seconds += secondsOf([piece]);
      yield piece;
    }
    ended = 'whole';
  } catch (error) {
    ended = 'failed';
    throw error;
  } finally {
    const { voice, characters } = estimate;
    if (ended === 'whole')
      reservation.settle(seconds, costUsd(accounts.prices, voice, { characters, seconds }));
    else if (!asked || (ended === 'failed' && !signal.aborted && seconds === 0)) reservation.release();
    else reservation.lose();
  }
}
