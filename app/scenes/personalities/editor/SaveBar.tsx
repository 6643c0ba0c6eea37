import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Personality } from '../../../../shared/api/personalities.ts';
import { changePersonality, personalityQuery } from '../../../api/personalities.ts';
import { Button } from '../../../components/Button.tsx';
import { TextField } from '../../../components/Field.tsx';
import { ProblemMessage } from '../../../components/ProblemMessage.tsx';
import { notify } from '../../../components/Toast.tsx';
import { fieldInWords } from '../fieldsInWords.ts';
import styles from './Editor.module.css';
import type { Draft } from './useDraft.ts';

/** What is not saved yet, and the ways on; also when somebody else was faster. */
export function SaveBar({ personality, draft }: { personality: Personality; draft: Draft }) {
  const client = useQueryClient();
  const [note, setNote] = useState('');
  const { base, changes, patch, overtakenBy } = draft;
  const save = useMutation({
    mutationFn: () =>
      changePersonality(personality.id, {
        ...patch,
        expectedVersion: base.version.number,
        ...(note.trim() ? { note: note.trim() } : {}),
      }),
    onSuccess: (next) => {
      client.setQueryData(personalityQuery(next.id).queryKey, next);
      void client.invalidateQueries({ queryKey: ['personalities'] });
      draft.discard();
      notify(`Version ${next.version.number} of ${next.name} is saved; it answers from now on.`);
    },
    // Somebody was faster: what they saved shows the way on.
    onError: () => void client.invalidateQueries({ queryKey: ['personalities', 'one', personality.id] }),
  });
  const fields = changes.map(({ field }) => fieldInWords(field));
  return (
    <section className={styles.bar} aria-label="Unsaved changes">
      {overtakenBy ? (
        <div className={styles.overtaken} role="alert">
          <p>
            {overtakenBy.by.name} saved version {overtakenBy.number} in the meantime. Yours is kept here;
            nothing of theirs is lost.
          </p>
          <Button
            size="small"
            onClick={() => {
              save.reset();
              draft.rebase();
            }}
          >
            Put mine on top of theirs
          </Button>
        </div>
      ) : save.error ? (
        <ProblemMessage error={save.error} kept="Nothing was saved; your changes are kept." />
      ) : null}
      <div className={styles.barRow}>
        <p className={styles.fields}>
          <strong>
            {changes.length} {changes.length === 1 ? 'change' : 'changes'}
          </strong>
          <span>{fields.join(', ')}</span>
        </p>
        <TextField
          label="Why, for the others"
          hideLabel
          placeholder="Why, for the others"
          autoComplete="off"
          maxLength={500}
          className={styles.note}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <div className={styles.barButtons}>
          <Button
            kind="quiet"
            onClick={() => {
              save.reset();
              draft.discard();
            }}
          >
            Discard
          </Button>
          <Button
            kind="primary"
            busy={save.isPending}
            disabled={overtakenBy !== null}
            onClick={() => save.mutate()}
          >
            Save version {base.version.number + 1}
          </Button>
        </div>
      </div>
    </section>
  );
}
