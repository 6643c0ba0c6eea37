import { LoaderCircle, Mic, Square, X } from 'lucide-react';
import { type MouseEvent, useRef } from 'react';
import { IconButton } from '../../components/IconButton.tsx';
import { LevelMeter } from '../../components/LevelMeter.tsx';
import styles from './Composer.module.css';
import type { ChatMicrophone } from './useMicrophone.ts';

/** A longer press means that it is held while speaking. */
const HELD_MS = 400;

/** Talk instead of typing: a click begins and ends, or hold it while you speak. */
export function Microphone({ microphone }: { microphone: ChatMicrophone }) {
  const { recordingSinceMs, hearing, levelDb, button, begin, stop, throwAway } = microphone;
  const pressedAtMs = useRef(0);
  const running = recordingSinceMs !== null;
  const toggle = running ? stop : begin;
  const byKeys = (event: MouseEvent) => {
    // A press of the pointer was taken in already.
    if (event.detail === 0) toggle();
  };
  return (
    <span className={styles.microphone}>
      <IconButton
        ref={button}
        size="small"
        label={running ? 'Stop and take it down' : 'Talk: click, or hold while you speak'}
        icon={hearing ? <LoaderCircle /> : running ? <Square className={styles.live} /> : <Mic />}
        aria-busy={hearing || undefined}
        aria-pressed={running}
        // Disabled, it would lose the focus, and with it whoever wants to try again by keys.
        aria-disabled={hearing || undefined}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          // Let go of elsewhere, it is let go of too.
          event.currentTarget.setPointerCapture(event.pointerId);
          pressedAtMs.current = running ? Number.POSITIVE_INFINITY : performance.now();
          toggle();
        }}
        onPointerUp={() => {
          if (running && performance.now() - pressedAtMs.current > HELD_MS) stop();
        }}
        onClick={byKeys}
      />
      {running ? (
        <span className={styles.recording}>
          <LevelMeter levelDb={levelDb} startedAtMs={recordingSinceMs} />
          <IconButton size="small" label="Throw the recording away" icon={<X />} onClick={throwAway} />
        </span>
      ) : null}
    </span>
  );
}
