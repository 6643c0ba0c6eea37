import type { Intent } from '../../../shared/dialogue/intents.ts';

/** Wishes that a tool may wait for; what only moves a conversation along opens none. */
export const WISHES = {
  'order-status': 'Order status',
  'track-package': 'Track a package',
  'book-appointment': 'Book an appointment',
  'reschedule-appointment': 'Move an appointment',
  'cancel-appointment': 'Cancel an appointment',
  'check-availability': 'Ask for free times',
  'business-hours': 'Opening hours',
  faq: 'A question',
  'product-search': 'Look for a product',
  person: 'A person, please',
  goodbye: 'Goodbye',
} satisfies Partial<Record<Intent, string>>;
