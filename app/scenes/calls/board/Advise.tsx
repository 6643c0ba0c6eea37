import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { LONGEST_ADVICE } from '../../../../shared/api/calls/board.ts';
import { adviseCall } from '../../../api/liveCalls.ts';
import { Button } from '../../../components/Button.tsx';
import { TextField } from '../../../components/Field.tsx';
import { Form } from '../../../components/Form.tsx';
import { ProblemMessage } from '../../../components/ProblemMessage.tsx';
import { notify } from '../../../components/Toast.tsx';
import styles from './Board.module.css';

/** Tells the agent what it is to know or do from its next answer on. */
export function Advise({ callId, onDone }: { callId: string; onDone: () => void }) {
  const [text, setText] = useState('');
  const written = useRef(text);
  written.current = text;
  const advise = useMutation({
    mutationFn: (advice: string) => adviseCall(callId, advice.trim()),
    onSuccess: (_, advice) => {
      notify('The agent knows it from its next answer on.');
      // What was written meanwhile is the next advice.
      if (written.current === advice) onDone();
    },
  });
  return (
    <Form
      className={styles.advise}
      onSubmit={(event) => {
        event.preventDefault();
        advise.mutate(text);
      }}
    >
      <TextField
        label="What the agent is to know or do"
        hint="It is not said to the caller as it stands."
        autoFocus
        maxLength={LONGEST_ADVICE}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {advise.error ? <ProblemMessage error={advise.error} kept="What you wrote is kept." /> : null}
      <div className={styles.acts}>
        <Button kind="primary" type="submit" busy={advise.isPending} disabled={text.trim() === ''}>
          Advise
        </Button>
        <Button onClick={onDone}>Cancel</Button>
      </div>
    </Form>
  );
}
