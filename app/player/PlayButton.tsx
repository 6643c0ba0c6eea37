import { Pause, Play } from 'lucide-react';
import { IconButton } from '../components/IconButton.tsx';
import { player } from './player.ts';
import type { Track } from './tracks.ts';
import { useIsPlaying } from './usePlayer.ts';

/** Plays a track in the one player; disabled while there is nothing to hear. */
export function PlayButton({
  track,
  what,
  size = 'normal',
}: {
  track: Track | null;
  /** What is played, for screen readers, e.g. `version 3`. */
  what: string;
  size?: 'normal' | 'small';
}) {
  const playing = useIsPlaying(track);
  return (
    <IconButton
      kind="plain"
      size={size}
      label={`${playing ? 'Pause' : 'Play'} ${what}`}
      icon={playing ? <Pause /> : <Play />}
      disabled={!track}
      onClick={() => track && void player.toggle(track)}
    />
  );
}
