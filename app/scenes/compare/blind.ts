/** Names that say nothing: A, B, C, D. */
export const blindNames = (count: number): string[] => [...'ABCD'].slice(0, count);

/** A random order (Fisher–Yates). */
export function shuffled<Item>(items: readonly Item[]): Item[] {
  const order = [...items];
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1));
    [order[i], order[j]] = [order[j] as Item, order[i] as Item];
  }
  return order;
}
