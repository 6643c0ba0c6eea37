import { getRouteApi } from '@tanstack/react-router';
import { usePlayback } from '../../../player/usePlayer.ts';
import { trackKey } from './useReplay.ts';

const route = getRouteApi('/frame/calls/$callId');

/** The moment that is looked at: where the playhead stands, else what the address says. Moves while it plays. */
export function useCursor(callId: string): number {
  const { at = 0 } = route.useSearch();
  return usePlayback(trackKey(callId)) ?? at;
}
