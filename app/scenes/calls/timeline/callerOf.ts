import type { Call } from '../../../api/calls.ts';

/** Who was at the other end of a call that was kept, for people. */
export function callerOf({ test, startedBy, direction, from, to, carrier }: Call): string {
  if (test) return startedBy.name;
  if (direction === 'outbound') return to ?? 'Somebody we called';
  return from ?? (carrier === 'browser' ? 'Somebody in a browser' : 'Unknown number');
}
