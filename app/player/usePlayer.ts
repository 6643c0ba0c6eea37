import { useEffect, useState, useSyncExternalStore } from 'react';
import { player } from './player.ts';
import type { PlayerState } from './playerState.ts';
import type { Track } from './tracks.ts';

/** What the player holds and does; see {@link usePlayback} for the moving playhead. */
export function usePlayer(): PlayerState {
  return useSyncExternalStore(player.subscribe, player.getState);
}

/** Whether this track is the one that is heard. */
export function useIsPlaying(track: Pick<Track, 'key'> | null): boolean {
  return useSyncExternalStore(player.subscribe, () => {
    const { tracks, active, playing } = player.getState();
    return playing && track !== null && tracks[active]?.key === track.key;
  });
}

/**
 * The playhead in milliseconds, moving with the screen while playing. With a key: null unless that track is
 * loaded.
 */
export function usePlayback(trackKey?: string): number | null {
  const state = usePlayer();
  const [, setFrame] = useState(0);
  const loaded = trackKey === undefined || state.tracks.some((track) => track.key === trackKey);
  const moving = state.playing && loaded;
  useEffect(() => {
    if (!moving) return;
    let request = requestAnimationFrame(function tick(time) {
      setFrame(time);
      request = requestAnimationFrame(tick);
    });
    return () => cancelAnimationFrame(request);
  }, [moving]);
  return loaded && state.tracks.length > 0 ? player.positionMs() : null;
}
