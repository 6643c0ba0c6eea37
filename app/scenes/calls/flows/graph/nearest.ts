export type Direction = 'up' | 'down' | 'left' | 'right';

interface Placed {
  id: string;
  x: number;
  y: number;
  missing: boolean;
}

/** So much more does it count to be out of the way than to be far, in going from step to step. */
const ASIDE = 2;

/** The step that lies next in a direction, as people see it; null: none does. */
export function nearest(steps: readonly Placed[], from: string, direction: Direction): string | null {
  const here = steps.find(({ id }) => id === from);
  if (!here) return null;
  const upright = direction === 'up' || direction === 'down';
  const sign = direction === 'down' || direction === 'right' ? 1 : -1;
  let best: { id: string; cost: number } | null = null;
  for (const { id, x, y, missing } of steps) {
    if (missing || id === from) continue;
    const [along, aside] = upright ? [y - here.y, x - here.x] : [x - here.x, y - here.y];
    if (along * sign <= 0) continue;
    const cost = Math.abs(along) + ASIDE * Math.abs(aside);
    if (!best || cost < best.cost) best = { id, cost };
  }
  return best?.id ?? null;
}
