import type { Voice } from '../api/voices.ts';
import type { SpeechDocument } from '../markup/document.ts';
import { plainText } from '../markup/measure.ts';
import type { PriceTable, SpeechPrice } from './priceTable.ts';

type PricedVoice = Pick<Voice, 'id' | 'engine'>;

/** The price that holds for a voice; null: it costs nothing. */
export function priceOf({ speech }: PriceTable, voice: PricedVoice): SpeechPrice | null {
  const found = speech.find(
    ({ engine, voices }) => engine === voice.engine && (!voices || new RegExp(voices).test(voice.id)),
  );
  return found ?? null;
}

/** What an engine counts of a text, in characters of Unicode: what is spoken, with the markup where that is billed. */
export function billedCharacters(
  prices: PriceTable,
  voice: PricedVoice,
  document: SpeechDocument,
  authored: string,
): number {
  const spoken = [...plainText(document)].length;
  return priceOf(prices, voice)?.billsMarkup ? Math.max(spoken, [...authored.trim()].length) : spoken;
}

/** US dollars for what was spoken or heard; 0 where there is no price. */
export function costUsd(
  prices: PriceTable,
  voice: PricedVoice,
  spoken: { characters: number; seconds: number },
): number {
  const price = priceOf(prices, voice);
  return (
    (spoken.characters * (price?.usdPerMillionCharacters ?? 0)) / 1e6 +
    (spoken.seconds * (price?.usdPerMinute ?? 0)) / 60
  );
}

/** US dollars for what a model read and wrote; 0 for agents that cost nothing, null for a model whose price is not known. */
export function modelCostUsd(
  { models }: PriceTable,
  agentId: string,
  model: string,
  { inputTokens, outputTokens }: { inputTokens: number; outputTokens: number },
): number | null {
  if (inputTokens + outputTokens === 0) return 0;
  const ofAgent = models.filter(({ agent }) => agent === agentId);
  if (ofAgent.length === 0) return 0;
  const price = ofAgent.find((each) => new RegExp(each.models).test(model));
  return price
    ? (inputTokens * price.usdPerMillionInput + outputTokens * price.usdPerMillionOutput) / 1e6
    : null;
}
