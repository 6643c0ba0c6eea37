import type { OrderItem, OrderStatus } from '../../../shared/api/business/records.ts';

/** What an agent may ask a person for; the same words as in the labelled utterances. */
export type AskedFor =
  | 'order-number'
  | 'tracking-number'
  | 'date'
  | 'time'
  | 'service'
  | 'name'
  | 'phone'
  | 'email'
  | 'yes-no'
  | 'anything';

/** An appointment as scenarios write it: local time of the business, `2026-03-06 15:00`. */
export interface BookedTime {
  service: string;
  at: string;
  name: string;
  phone?: string;
}

/** What is otherwise than in the usual world (usualWorld.ts). */
export interface WorldChanges {
  /** Local time of the business; Wednesday 2026-03-04 10:00 when left out. */
  now?: string;
  appointments?: readonly BookedTime[];
  orders?: readonly {
    number: string;
    items: readonly OrderItem[];
    status: OrderStatus;
    eta?: string;
    carrier?: string;
    trackingNumber?: string;
  }[];
  faq?: readonly { question: string; answer: string }[];
  closedDays?: readonly { day: string; name: string }[];
  /** Tools that do not work, and how. */
  brokenTools?: Readonly<Record<string, 'unavailable' | 'hangs'>>;
}

/**
 * A person with a wish: says what it wants, answers what it is asked from what it knows, and takes leave once nothing
 * is left to say.
 */
export interface CallerScript {
  opens: string;
  /** What it says to each question; of a list one after the other, the last again and again. */
  answers?: Partial<Record<AskedFor, string | readonly string[]>>;
  /** What it says, one after the other, whenever nothing more is asked. */
  wishes?: readonly string[];
  /** What it says at its n-th turn (the opening is 0), whatever it is asked. */
  interrupts?: Readonly<Record<number, string>>;
}

/** What must be true at the end, on the data. Whatever is not said here must not have happened. */
export interface Outcome {
  /** Booked times there are now and were not before. */
  booked?: readonly BookedTime[];
  /** Booked times there were before and are not any more. */
  gone?: readonly BookedTime[];
  /** Orders whose state a tool told the agent, by number. */
  ordersFound?: readonly string[];
  /** Tools that must have answered well. */
  answered?: readonly string[];
  /** The person was passed on to somebody; `either`: it may be so. */
  transferred?: boolean | 'either';
  /** The agent ended the conversation. It may always do so once the person has taken leave. */
  hungUp?: boolean;
  /** Words that must have been said, and that must not. */
  heard?: readonly RegExp[];
  notHeard?: readonly RegExp[];
}

export interface Scenario {
  name: string;
  world?: WorldChanges;
  caller: CallerScript;
  end: Outcome;
}

/** Scenarios of one theme. */
export interface Theme {
  name: string;
  scenarios: readonly Scenario[];
}
