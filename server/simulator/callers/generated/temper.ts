import type { SeededRandom } from '../../seededRandom.ts';

/** How somebody talks, whatever they want. */
export const TRAITS = [
  'brief',
  'talkative',
  'corrects',
  'interrupts',
  'pauses',
  'attends',
  'hesitates',
  'hangs up',
] as const;
export type Trait = (typeof TRAITS)[number];
export type Temper = ReadonlySet<Trait>;

const MOST_TRAITS = 2;
const BEGINNINGS = ['Well,', 'Okay so', 'Um,', 'Right,', 'So, uh,', 'Oh,'] as const;
const ENDS = ['please', 'thank you', 'you know'] as const;

export function drawTemper(random: SeededRandom): Temper {
  const temper = new Set<Trait>();
  for (let left = random.number(MOST_TRAITS + 1); left > 0; left--) temper.add(random.pick(TRAITS));
  if (temper.has('brief')) temper.delete('talkative');
  return temper;
}

/** Something said, as somebody of this temper says it. */
export function saidBy(temper: Temper, text: string, random: SeededRandom): string {
  let said = text;
  if (temper.has('talkative') && random.chance(0.6)) said = `${random.pick(BEGINNINGS)} ${said}`;
  // “No, please” nobody says.
  if (temper.has('talkative') && !/^no/.test(text) && random.chance(0.4))
    said = `${said}, ${random.pick(ENDS)}`;
  if (temper.has('pauses') && random.chance(0.6)) {
    const words = said.split(' ');
    // Behind the first word at the earliest: a silence before it is none inside.
    if (words.length > 2)
      words.splice(1 + random.number(words.length - 2), 0, `[${400 + 100 * random.number(6)}]`);
    said = words.join(' ');
  }
  return `${said[0]!.toUpperCase()}${said.slice(1)}.`;
}

/** How long is thought before an answer, in ms; undefined: not at all. */
export function thinking(temper: Temper, random: SeededRandom): { afterMs?: number } {
  return temper.has('hesitates') && random.chance(0.4) ? { afterMs: 1_000 + 500 * random.number(17) } : {};
}
