import { INTENTS, type Intent } from '../../../../shared/dialogue/intents.ts';
import { type Classifier, type Labelled, type Ranked, train } from './classifier.ts';
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

let trained: Classifier<Intent> | undefined;

/** Likely intents of an utterance without regard to what was asked, most likely first. The first call learns. */
export function rankIntents(text: string): Ranked<Intent>[] {
  return classifier().classify(text);
}

/** Share of the words that any example holds, 0 to 1. */
export function familiarity(text: string): number {
  return classifier().familiarity(text);
}

/** Learns the examples now rather than with the first utterance; takes about a second. */
export function warmUp(): void {
  classifier();
}

function classifier(): Classifier<Intent> {
  trained ??= train(examples(), INTENTS);
  return trained;
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
