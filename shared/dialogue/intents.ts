import { z } from 'zod';
import { INTENTS } from './intentNames.ts';

export const Intent = z.enum(INTENTS);
export type Intent = z.infer<typeof Intent>;

/** How somebody feels by their words: −1 to 1, and in a word. */
export const Sentiment = z.object({
  score: z.number().min(-1).max(1),
  label: z.enum(['negative', 'neutral', 'positive']),
});
export type Sentiment = z.infer<typeof Sentiment>;
