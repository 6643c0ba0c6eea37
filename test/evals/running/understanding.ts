import { readFile } from 'node:fs/promises';
import { LabelledUtterance, type Measured, measureUnderstanding } from '../measureUnderstanding.ts';
import { inPercent } from './report.ts';

/** A set of utterances and what is to be reached on it. */
export interface UnderstandingReport {
  set: string;
  measured: Measured;
  reached: boolean;
}

/** Of utterances in the domain that are given their intent, and of others that are not taken for a command. */
const GOAL = 0.9;

/** How the utterances of both halves are understood; the goal is for the held-out half. */
export async function measureSets(): Promise<UnderstandingReport[]> {
  return Promise.all(
    ['heldOut', 'tuning'].map(async (set) => {
      const file = new URL(`../utterances/${set}.jsonl`, import.meta.url);
      const lines = (await readFile(file, 'utf8')).trim().split('\n');
      const measured = measureUnderstanding(lines.map((line) => LabelledUtterance.parse(JSON.parse(line))));
      const { inDomain, outside } = measured;
      const reached = inDomain.right >= GOAL * inDomain.count && outside.noCommand >= GOAL * outside.count;
      return { set, measured, reached };
    }),
  );
}

/** Totals, then by intent and by slot. What was confused stays unsaid: the held-out half is not to be learned from. */
export function linesOfUnderstanding({ set, measured }: UnderstandingReport): string[] {
  const { inDomain, outside, byIntent, slots } = measured;
  const share = (name: string, right: number, count: number) =>
    `${name.padEnd(36)} ${String(right).padStart(3)} of ${count} (${inPercent(right, count)})`;
  return [
    `\n— utterances, ${set}\n`,
    ...Object.entries(byIntent).map(([intent, { right, count }]) => share(intent, right, count)),
    ...Object.entries(slots).map(([slot, { right, count }]) => share(`slot ${slot}`, right, count)),
    share('intents of the domain', inDomain.right, inDomain.count),
    share('outside it, not taken for a command', outside.noCommand, outside.count),
  ];
}
