import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Mic, Square } from 'lucide-react';
import { useEffect } from 'react';
import type { TriedRecognizer } from '../../../shared/api/engineTries.ts';
import type { Engine } from '../../../shared/api/voices.ts';
import { enginesQuery, tryRecognizer } from '../../api/voices.ts';
import { Button } from '../../components/Button.tsx';
import { TextField } from '../../components/Field.tsx';
import { ProblemMessage } from '../../components/ProblemMessage.tsx';
import { useRecorder } from '../../components/useRecorder.ts';
import styles from './EngineCard.module.css';
import { TriedAnswer } from './TriedAnswer.tsx';

const LONGEST_MS = 30_000;
const EMPTY = {
  silence: 'There is no sound in it.',
  'no-speech': 'There is sound, but nobody speaks.',
  'not-understood': 'Somebody speaks, but this engine understood nothing.',
};

/** A recording or a file for an engine that listens: its words, or what went wrong. */
export function TryRecognizer({ engine }: { engine: Engine }) {
  const { recording, start, stop, discard } = useRecorder({
    fileName: 'try',
    otherwise: 'choose a file',
    purpose: 'words',
    longestMs: LONGEST_MS,
  });
  const client = useQueryClient();
  const { mutate, isPending, data, error } = useMutation({
    mutationFn: (file: File) => tryRecognizer(engine.id, file),
    onSettled: () => client.invalidateQueries({ queryKey: enginesQuery.queryKey }),
  });
  const recorded = recording.phase === 'done' ? recording.file : null;
  useEffect(() => {
    if (!recorded) return;
    mutate(recorded);
    discard();
  });
  const running = recording.phase === 'running';
  return (
    <div>
      <form className={styles.tryIt} aria-label={`Try ${engine.name}`}>
        <TextField
          label="Try it"
          hint="A recording of somebody who speaks, or your own voice."
          type="file"
          accept="audio/*,video/webm"
          disabled={isPending || running}
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            if (file) mutate(file);
          }}
        />
        <Button
          icon={running ? <Square aria-hidden /> : <Mic aria-hidden />}
          busy={isPending || recording.phase === 'asking'}
          onClick={running ? stop : start}
        >
          {running ? 'Stop' : 'Record'}
        </Button>
      </form>
      {recording.phase === 'refused' ? <p role="alert">{recording.words}</p> : null}
      <TriedAnswer tried={data && heardOf(data)} />
      {error ? <ProblemMessage error={error} /> : null}
    </div>
  );
}

const heardOf = ({ text, reason, tookMs }: TriedRecognizer) => ({
  text: reason ? EMPTY[reason] : `“${text}”`,
  tookMs,
});
