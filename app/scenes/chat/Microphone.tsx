import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { LoaderCircle, Mic, MicOff, Square, X } from 'lucide-react';
import { type MouseEvent, useEffect, useRef } from 'react';
import { transcribe } from '../../api/transcribe.ts';
import { enginesQuery } from '../../api/voices.ts';
import { IconButton } from '../../components/IconButton.tsx';
import { LevelMeter } from '../../components/LevelMeter.tsx';
import { notifyProblem } from '../../components/Toast.tsx';
import { useRecorder } from '../../components/useRecorder.ts';
import { player } from '../../player/player.ts';
import styles from './Composer.module.css';
import { useSendAtOnce } from './turn/sound.ts';

const LONGEST_MS = 2 * 60_000;
/** A longer press means that it is held while speaking. */
const HELD_MS = 400;
const NOTHING = {
  silence: 'The recording is silent. See whether the microphone is on, and try again.',
  'no-speech': 'Nothing was heard. Come closer to the microphone and try again.',
  'not-understood': 'That was not understood. Say it again, or type it.',
} as const;

interface MicrophoneProps {
  /** Tells what was said, and whether it should be sent without a glance. */
  onHeard: (words: string, atOnce: boolean) => void;
}

/** Talk instead of typing: a click begins and ends, or hold it while you speak. Absent where nobody can listen. */
export function Microphone({ onHeard }: MicrophoneProps) {
  const engines = useQuery(enginesQuery);
  if (!engines.data) return null;
  // The built-in one knows only phrases that it was told before.
  const listens = engines.data.some(
    ({ ability, configured, kind }) => ability === 'recognition' && configured && kind !== 'builtin',
  );
  if (listens) return <Recording onHeard={onHeard} />;
  return (
    <Link to="/engines" className={styles.why}>
      <MicOff aria-hidden /> Set up an engine that takes dictation to talk
    </Link>
  );
}

function Recording({ onHeard }: MicrophoneProps) {
  const atOnce = useSendAtOnce();
  const { recording, start, stop, discard, levelDb } = useRecorder({
    fileName: 'message',
    otherwise: 'type instead',
    purpose: 'words',
    longestMs: LONGEST_MS,
  });
  const pressedAtMs = useRef(0);
  const heard = useMutation({
    mutationFn: transcribe,
    onSuccess: ({ text, reason }) => {
      if (reason) notifyProblem(new Error(NOTHING[reason]));
      else onHeard(text, atOnce);
    },
    onError: notifyProblem,
  });
  const cancelled = useRef(false);
  const { mutate } = heard;
  useEffect(() => {
    if (recording.phase === 'refused') notifyProblem(new Error(recording.words));
    if (recording.phase === 'refused' || recording.phase === 'done') discard();
    if (recording.phase === 'done' && !cancelled.current) mutate(recording.file);
  }, [recording, discard, mutate]);
  const running = recording.phase === 'running';
  const begin = () => {
    cancelled.current = false;
    // What the player plays would be heard too.
    player.pause();
    void start();
  };
  const toggle = () => {
    if (running) stop();
    else if (recording.phase !== 'asking') begin();
  };
  const byKeys = (event: MouseEvent) => {
    // A press of the pointer was taken in already.
    if (event.detail === 0) toggle();
  };
  return (
    <span className={styles.microphone}>
      <IconButton
        size="small"
        label={running ? 'Stop and take it down' : 'Talk: click, or hold while you speak'}
        icon={heard.isPending ? <LoaderCircle /> : running ? <Square className={styles.live} /> : <Mic />}
        aria-busy={heard.isPending || undefined}
        aria-pressed={running}
        disabled={heard.isPending}
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
      {recording.phase === 'running' ? (
        <span className={styles.recording}>
          <LevelMeter levelDb={levelDb} startedAtMs={recording.startedAtMs} />
          <IconButton
            size="small"
            label="Throw the recording away"
            icon={<X />}
            onClick={() => {
              cancelled.current = true;
              stop();
            }}
          />
        </span>
      ) : null}
    </span>
  );
}
