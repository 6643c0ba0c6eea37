import { setImmediate } from 'node:timers/promises';
import type { Intent } from '../../../../shared/dialogue/intents.ts';
import { type Classifier, classifierOf, type Ranked } from './classifier.ts';
import { keptLearning } from './keptLearning.ts';
import type { Learned } from './learn.ts';
import { learnAside } from './learnAside.ts';
import { learnIntents } from './learnIntents.ts';

let classifier: Classifier<Intent> | undefined;
let learning: Promise<void> | undefined;

/** Likely intents of an utterance without regard to what was asked, most likely first. */
export function rankIntents(text: string): Ranked<Intent>[] {
  return known().classify(text);
}

/** Share of the words that any example holds, 0 to 1. */
export function familiarity(text: string): number {
  return known().familiarity(text);
}

/**
 * Learns the examples beside everything else, once in a process: what was kept when the program was built, else on a
 * thread. What it found is taken in by steps of a millisecond. Where that fails, the first utterance learns.
 */
export function learnBeside(): void {
  learning ??= takeIn(keptLearning() ?? learnAside()).catch(() => {});
}

/** Whoever waits for this blocks nobody by asking for intents: it ends when nothing is being learned. */
export function learned(): Promise<void> {
  return learning ?? Promise.resolve();
}

/** Whether asking for intents blocks nobody. */
export const isLearned = (): boolean => classifier !== undefined;

async function takeIn(found: Learned<Intent> | Promise<Learned<Intent>>): Promise<void> {
  const steps = classifierOf(await found);
  for (;;) {
    const { done, value } = steps.next();
    if (done) {
      classifier ??= value;
      return;
    }
    await setImmediate();
  }
}

/** Whoever asks before anything was learned waits for it. */
function known(): Classifier<Intent> {
  if (classifier) return classifier;
  const steps = classifierOf(keptLearning() ?? learnIntents());
  for (;;) {
    const { done, value } = steps.next();
    if (!done) continue;
    classifier = value;
    return value;
  }
}
