import type { Task } from '../memory.ts';

/** What a yes stands for: any change of it needs another one. */
export function keyOf({ kind, slots, chosen, found }: Task): string {
  return JSON.stringify([
    kind,
    slots.service,
    chosen?.startsAt,
    slots.name,
    slots.phone,
    found.map(({ appointmentId }) => appointmentId),
  ]);
}
