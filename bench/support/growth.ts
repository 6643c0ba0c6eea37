import type { Figure } from './statistics.ts';

/**
 * What each of several things costs while more and more is stored, beside its cost with the first of `sizes`; `costs`
 * gives milliseconds by name.
 */
export async function growth(
  sizes: readonly number[],
  {
    room,
    what,
    growTo,
    costs,
  }: {
    room: string;
    what: string;
    growTo(size: number): Promise<void>;
    costs(): Promise<Record<string, number>>;
  },
): Promise<Figure[]> {
  const figures: Figure[] = [];
  const first = new Map<string, number>();
  for (const size of sizes) {
    await growTo(size);
    for (const [name, ms] of Object.entries(await costs())) {
      if (!first.has(name)) first.set(name, ms);
      figures.push({
        name: `${room}: ${name}, ${size.toLocaleString('en')} ${what}`,
        value: ms / first.get(name)!,
        unit: `× its time with ${sizes[0]} (${ms.toPrecision(3)} ms)`,
        goal: '≤ 1.3',
      });
    }
  }
  return figures;
}
