import { z } from 'zod';
import listPrices from './prices.json' with { type: 'json' };

const Pattern = z.string().refine((text) => {
  try {
    return Boolean(new RegExp(text));
  } catch {
    return false;
  }
}, 'must be a regular expression');
const Usd = z.number().min(0);
const Known = {
  source: z.string().min(1).describe('Where it is published, or agreed'),
  asOf: z
    .string()
    .regex(/^\d{4}-\d{2}$/, 'must be a month, YYYY-MM')
    .describe('The month for which it is known'),
};

/** What an engine asks for speech, or for listening to it, in US dollars. */
export const SpeechPrice = z.strictObject({
  engine: z.string().min(1),
  voices: Pattern.optional().describe(
    'Voices of the engine whose id matches; without it, those that no entry before matches',
  ),
  usdPerMillionCharacters: Usd.optional(),
  usdPerMinute: Usd.optional(),
  billsMarkup: z.boolean().optional().describe('Whether markup is billed as if it were spoken'),
  ...Known,
});
export type SpeechPrice = z.infer<typeof SpeechPrice>;

/** What a maker asks for a language model, in US dollars. */
export const ModelPrice = z.strictObject({
  agent: z.string().min(1),
  models: Pattern.describe('Names of models that match'),
  usdPerMillionInput: Usd,
  usdPerMillionOutput: Usd,
  ...Known,
});
export type ModelPrice = z.infer<typeof ModelPrice>;

/** Prices, of which the first entry that matches counts. */
export const PriceTable = z.strictObject({
  speech: z.array(SpeechPrice).default([]),
  models: z.array(ModelPrice).default([]),
});
export type PriceTable = z.infer<typeof PriceTable>;

/** What makers publish: without free allotments, discounts, caching and taxes. */
export const LIST_PRICES: PriceTable = PriceTable.parse(listPrices);

/** The list with an operator's own prices before it, so that those count. */
export function withOwnPrices({ speech, models }: PriceTable): PriceTable {
  return { speech: [...speech, ...LIST_PRICES.speech], models: [...models, ...LIST_PRICES.models] };
}
