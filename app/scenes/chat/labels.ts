import type { Intent, Sentiment } from '../../../shared/dialogue/intents.ts';

export const INTENT_LABELS: Record<Intent, string> = {
  'order-status': 'Order status',
  'track-package': 'Track a package',
  'book-appointment': 'Book an appointment',
  'reschedule-appointment': 'Move an appointment',
  'cancel-appointment': 'Cancel an appointment',
  'check-availability': 'Free times',
  'business-hours': 'Opening hours',
  faq: 'Question',
  'product-search': 'Products',
  person: 'Wants a person',
  greeting: 'Greeting',
  thanks: 'Thanks',
  goodbye: 'Goodbye',
  'small-talk': 'Small talk',
  confirm: 'Yes',
  deny: 'No',
  correct: 'Correction',
  provide: 'Answer to a question',
  repeat: 'Say it again',
  help: 'Help',
  abuse: 'Abuse',
  none: 'Not recognised',
};

export const SENTIMENT_LABELS: Record<Sentiment['label'], string> = {
  negative: 'Negative',
  neutral: 'Neutral',
  positive: 'Positive',
};

/** Questions that the sample content answers. */
export const SUGGESTIONS = [
  'Where is my order 12345?',
  'Can I book a dentist appointment on Friday?',
  'When are you open?',
] as const;
