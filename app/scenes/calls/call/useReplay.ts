import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import { type CallDetail, recordingUrl } from '../../../api/calls.ts';
import { exactTime } from '../../../format/time.ts';
import { player } from '../../../player/player.ts';
import type { Track } from '../../../player/tracks.ts';
import { callerOf } from '../timeline/callerOf.ts';

const route = getRouteApi('/frame/calls/$callId');

export const trackKey = (callId: string) => `call ${callId}`;

/** The recording of a call in the one player, and the way to any point of it; the address remembers the point. */
export function useReplay(call: CallDetail) {
  const navigate = route.useNavigate();
  const track = useMemo(
    (): Track | null =>
      call.recording && {
        key: trackKey(call.id),
        title: `Call of ${callerOf(call)}`,
        subtitle: exactTime(call.startedAt),
        source: { url: recordingUrl(call.id) },
        loudnessLufs: null,
      },
    [call],
  );
  return {
    track,
    /** Looks at a moment; what plays goes on from there. */
    goTo(ms: number) {
      void navigate({ search: { at: Math.round(ms) }, replace: true });
      if (player.getState().tracks.some(({ key }) => key === track?.key)) player.seek(ms);
    },
    /** Plays from a moment. */
    playFrom(ms: number) {
      void navigate({ search: { at: Math.round(ms) }, replace: true });
      if (track) void player.play(track, { fromMs: ms });
    },
  };
}
