import { INTENTS } from '../../../../shared/dialogue/intentNames.ts';
import type { Intent } from '../../../../shared/dialogue/intents.ts';
import { APPOINTMENTS } from './examples/appointments.ts';
import { BUSINESS } from './examples/business.ts';
import { ORDERS } from './examples/orders.ts';
import { OUTSIDE } from './examples/outside.ts';
import { type Examples, expand } from './examples/pattern.ts';
import { SPOKEN_APPOINTMENTS } from './examples/spoken/appointments.ts';
import { SPOKEN_BUSINESS } from './examples/spoken/business.ts';
import { SPOKEN_ORDERS } from './examples/spoken/orders.ts';
import { SPOKEN_OUTSIDE } from './examples/spoken/outside.ts';
import { SPOKEN_TALK } from './examples/spoken/talk.ts';
import { TALK } from './examples/talk.ts';
import { type Labelled, type Learned, learn } from './learn.ts';

/** Learns intents from the examples: about a second of computing. */
export function learnIntents(): Learned<Intent> {
  return learn(examples(), INTENTS);
}

/** Everything the examples say. */
export function exampleTexts(): string[] {
  return examples().map(({ text }) => text);
}

function examples(): Labelled<Intent>[] {
  const sets: Examples[] = [
    ORDERS,
    SPOKEN_ORDERS,
    APPOINTMENTS,
    SPOKEN_APPOINTMENTS,
    BUSINESS,
    SPOKEN_BUSINESS,
    TALK,
    SPOKEN_TALK,
    { none: OUTSIDE },
    { none: SPOKEN_OUTSIDE },
  ];
  const patterns = sets.flatMap((set) =>
    (Object.entries(set) as [Intent, readonly string[]][]).flatMap(([label, list]) =>
      list.map((pattern) => ({ label, texts: expand(pattern) })),
    ),
  );
  // A pattern counts by the root of what it gives: many ways to fill it in say less than many patterns.
  return patterns.flatMap(({ label, texts }) =>
    texts.map((text) => ({ text, label, weight: 1.5 / Math.sqrt(texts.length) })),
  );
}
