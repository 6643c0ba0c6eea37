import { Check, ChevronLeft, ChevronRight, Mic, MicOff, Pause, Play, Square, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { Row } from '../../components/Form.tsx';
import { IconButton } from '../../components/IconButton.tsx';
import { LevelMeter } from '../../components/LevelMeter.tsx';
import { Duration } from '../../components/Time.tsx';
import { useRecorder } from '../../components/useRecorder.ts';
import { player } from '../../player/player.ts';
import { useIsPlaying } from '../../player/usePlayer.ts';
import styles from './Recorder.module.css';

/** Stays below the 10 MB and the 10 minutes that are taken. */
const LONGEST_MS = 9 * 60_000;

interface RecorderProps {
  /** What is to be read, one after the other. */
  sentences: readonly string[];
  /** Without its ending. */
  fileName: string;
  onKeep: (file: File) => void;
}

/** Records in the browser: what is to be read, the level, then listen, keep or discard. */
export function Recorder({ sentences, fileName, onKeep }: RecorderProps) {
  const { recording, start, stop, discard, levelDb } = useRecorder({
    fileName,
    otherwise: 'upload a file',
    purpose: 'voice',
    longestMs: LONGEST_MS,
  });
  const [at, setAt] = useState(0);
  const file = recording.phase === 'done' ? recording.file : null;
  const key = file ? `recorded ${fileName} ${file.lastModified} ${file.size}` : '';
  const playing = useIsPlaying(file ? { key } : null);
  const record = () => {
    // What the player plays would be in the recording.
    player.pause();
    void start();
  };
  const listen = async () => {
    if (!file) return;
    await player.toggle({
      key,
      title: 'Your recording',
      subtitle: 'Not kept yet',
      source: { bytes: await file.arrayBuffer() },
      loudnessLufs: null,
    });
  };
  return (
    <div className={styles.recorder}>
      <div className={styles.script}>
        {sentences.length > 1 ? (
          <IconButton
            label="Previous sentence"
            icon={<ChevronLeft />}
            disabled={at === 0}
            onClick={() => setAt(at - 1)}
          />
        ) : null}
        <blockquote className={styles.sentence} aria-live="polite">
          {sentences[at]}
          {sentences.length > 1 ? (
            <footer>
              Sentence {at + 1} of {sentences.length}
            </footer>
          ) : null}
        </blockquote>
        {sentences.length > 1 ? (
          <IconButton
            label="Next sentence"
            icon={<ChevronRight />}
            disabled={at === sentences.length - 1}
            onClick={() => setAt(at + 1)}
          />
        ) : null}
      </div>
      {recording.phase === 'refused' ? (
        <p className={styles.refused} role="alert">
          <MicOff aria-hidden /> {recording.words}
        </p>
      ) : null}
      {recording.phase === 'running' ? (
        <LevelMeter levelDb={levelDb} startedAtMs={recording.startedAtMs} />
      ) : null}
      <Row>
        {recording.phase === 'running' ? (
          <Button kind="primary" icon={<Square aria-hidden />} onClick={stop}>
            Stop
          </Button>
        ) : file ? (
          <>
            <Button icon={playing ? <Pause aria-hidden /> : <Play aria-hidden />} onClick={listen}>
              {playing ? 'Pause' : 'Listen'}
            </Button>
            <Button
              kind="primary"
              icon={<Check aria-hidden />}
              onClick={() => {
                onKeep(file);
                discard();
              }}
            >
              Keep
            </Button>
            <Button kind="quiet" icon={<Trash2 aria-hidden />} onClick={discard}>
              Discard
            </Button>
            <Duration ms={recording.phase === 'done' ? recording.durationMs : 0} />
          </>
        ) : (
          <Button icon={<Mic aria-hidden />} busy={recording.phase === 'asking'} onClick={record}>
            {recording.phase === 'refused' ? 'Try again' : 'Record'}
          </Button>
        )}
      </Row>
    </div>
  );
}
