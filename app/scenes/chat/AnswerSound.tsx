import { Pause, Play, Square } from 'lucide-react';
import { Button } from '../../components/Button.tsx';
import { IconButton } from '../../components/IconButton.tsx';
import { player } from '../../player/player.ts';
import { usePlayer } from '../../player/usePlayer.ts';
import styles from './Messages.module.css';
import type { ShownAnswer } from './shownAnswer.ts';

/** The voice of one answer, in the one player: play, pause, and stop once it was begun. */
export function AnswerSound({ answer: { track } }: { answer: ShownAnswer }) {
  const { tracks, active, playing, blocked } = usePlayer();
  if (!track) return null;
  const loaded = tracks[active]?.key === track.key;
  const heard = loaded && playing;
  const toggle = () => void player.toggle(track);
  if (loaded && blocked)
    return (
      <span className={styles.sound}>
        <Button size="small" icon={<Play aria-hidden />} onClick={toggle}>
          Play
        </Button>
        <span>Your browser plays sound only after a click.</span>
      </span>
    );
  return (
    <span className={styles.sound}>
      <IconButton
        size="small"
        label={heard ? 'Pause the answer' : 'Play the answer'}
        icon={heard ? <Pause /> : <Play />}
        onClick={toggle}
      />
      {heard ? (
        <IconButton
          size="small"
          label="Stop the answer’s voice"
          icon={<Square />}
          onClick={() => player.stop()}
        />
      ) : null}
    </span>
  );
}
