import type { AnyEngine } from './contract.ts';

/**
 * Who may be asked, in the order the workspace chose; who is not named is not asked. Where nobody who is named is among
 * them, everybody may: any answer is better than none.
 */
export function inOrder<Seat extends { readonly desk: { readonly engine: Pick<AnyEngine, 'id'> } }>(
  seats: readonly Seat[],
  order: readonly string[],
): readonly Seat[] {
  const chosen = order.flatMap((id) => seats.find(({ desk }) => desk.engine.id === id) ?? []);
  return chosen.length > 0 ? chosen : seats;
}
