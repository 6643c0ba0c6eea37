import { z } from 'zod';

/**
 * What somebody wants with one utterance. `provide` gives only what was asked for (“12345”, “Friday at three”),
 * `none` is understood to be nothing of these.
 */
export const INTENTS = [
  'order-status',
  'track-package',
  'book-appointment',
  'reschedule-appointment',
  'cancel-appointment',
  'check-availability',
  'business-hours',
  'faq',
  'product-search',
  'person',
  'greeting',
  'thanks',
  'goodbye',
  'small-talk',
  'confirm',
  'deny',
  'correct',
  'provide',
  'repeat',
  'help',
  'abuse',
  'none',
] as const;
export const Intent = z.enum(INTENTS);
export type Intent = z.infer<typeof Intent>;

/** How somebody feels by their words: −1 to 1, and in a word. */
export const Sentiment = z.object({
  score: z.number().min(-1).max(1),
  label: z.enum(['negative', 'neutral', 'positive']),
});
export type Sentiment = z.infer<typeof Sentiment>;
