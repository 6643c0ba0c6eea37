import type { LucideIcon } from 'lucide-react';
import { useEffect, useSyncExternalStore } from 'react';

/** Something that can be done now in the scene that is open. */
export interface Act {
  /** As a command, e.g. `Generate a version`. */
  name: string;
  icon: LucideIcon;
  /** The keys that do the same. */
  keys?: string;
  run: () => unknown;
}

let offered: readonly Act[] = [];
const listeners = new Set<() => void>();

function offer(acts: readonly Act[]) {
  offered = acts;
  for (const listener of listeners) listener();
}

/** Offers an act among the commands for as long as the component shows it; null while it cannot be done. */
export function useAct(act: Act | null): void {
  useEffect(() => {
    if (act === null) return;
    offer([...offered, act]);
    return () => offer(offered.filter((one) => one !== act));
  });
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** What the scene that is open offers, newest last. */
export const useOffered = (): readonly Act[] => useSyncExternalStore(subscribe, () => offered);
