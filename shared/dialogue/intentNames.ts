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
