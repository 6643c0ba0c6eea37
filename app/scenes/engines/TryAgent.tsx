import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Engine } from '../../../shared/api/voices.ts';
import { enginesQuery, tryAgent } from '../../api/voices.ts';
import { Button } from '../../components/Button.tsx';
import { TextField } from '../../components/Field.tsx';
import { ProblemMessage } from '../../components/ProblemMessage.tsx';
import styles from './EngineCard.module.css';
import { TriedAnswer } from './TriedAnswer.tsx';

/** One line to an engine that thinks: its answer, or what went wrong. */
export function TryAgent({ engine }: { engine: Engine }) {
  const [text, setText] = useState('Hello, who are you?');
  const client = useQueryClient();
  const ask = useMutation({
    mutationFn: () => tryAgent(engine.id, text),
    onSettled: () => client.invalidateQueries({ queryKey: enginesQuery.queryKey }),
  });
  return (
    <div>
      <form
        className={styles.tryIt}
        aria-label={`Try ${engine.name}`}
        onSubmit={(event) => {
          event.preventDefault();
          ask.mutate();
        }}
      >
        <TextField
          label="Try it"
          maxLength={500}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Button type="submit" busy={ask.isPending} disabled={text.trim() === ''}>
          Ask
        </Button>
      </form>
      <TriedAnswer tried={ask.data} />
      {ask.error ? <ProblemMessage error={ask.error} /> : null}
    </div>
  );
}
