import type { BoardCall } from '../../../api/liveCalls.ts';

type Who = Pick<BoardCall, 'testedBy' | 'from' | 'to' | 'direction' | 'carrier'>;

/** Who is at the other end, for people. */
export function whoCalls({ testedBy, from, to, direction, carrier }: Who): string {
  if (testedBy) return `${testedBy.name}, trying it`;
  if (direction === 'outbound') return to ?? 'Somebody we called';
  return from ?? (carrier === 'browser' ? 'Somebody in a browser' : 'Unknown number');
}
