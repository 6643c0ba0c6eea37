import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { changeFlow, flowQuery } from '../../../../api/flows.ts';
import { Button } from '../../../../components/Button.tsx';
import { Dialog } from '../../../../components/Dialog.tsx';
import { TextField } from '../../../../components/Field.tsx';
import { ProblemMessage } from '../../../../components/ProblemMessage.tsx';
import { notify } from '../../../../components/Toast.tsx';
import { FlowChanges } from './FlowChanges.tsx';
import styles from './SaveBar.module.css';
import type { FlowDraft } from './useFlowDraft.ts';

/** What is not saved yet, and the ways on; also when somebody else was faster. */
export function SaveBar({
  flowId,
  draft,
  broken,
}: {
  flowId: string;
  draft: FlowDraft;
  /** It has problems, with which it is not saved. */
  broken: boolean;
}) {
  const client = useQueryClient();
  const [note, setNote] = useState('');
  const [looking, setLooking] = useState(false);
  const { base, changes, content, overtakenBy } = draft;
  const save = useMutation({
    mutationFn: () =>
      changeFlow(flowId, {
        content,
        expectedVersion: base.version,
        ...(note.trim() ? { note: note.trim() } : {}),
      }),
    onSuccess: (next) => {
      client.setQueryData(flowQuery(flowId).queryKey, next);
      void client.invalidateQueries({ queryKey: ['flows'] });
      draft.discard();
      notify(`Version ${next.version} is saved; calls that begin from now on take it.`);
    },
    // Somebody was faster: what they saved shows the way on.
    onError: () => void client.invalidateQueries({ queryKey: flowQuery(flowId).queryKey }),
  });
  return (
    <section className={styles.bar} aria-label="Unsaved changes">
      {overtakenBy === null ? (
        save.error ? (
          <ProblemMessage error={save.error} kept="Nothing was saved; your changes are kept." />
        ) : null
      ) : (
        <div className={styles.overtaken} role="alert">
          <p>
            Somebody saved version {overtakenBy} in the meantime. Yours is kept here; theirs stays in the list
            of versions.
          </p>
          <Button
            size="small"
            onClick={() => {
              save.reset();
              draft.rebase();
            }}
          >
            Put mine over theirs
          </Button>
        </div>
      )}
      <div className={styles.row}>
        <p className={styles.what}>
          <strong>
            {changes.length} {changes.length === 1 ? 'change' : 'changes'}
          </strong>
          <span>{changes.map(({ title }) => title).join(', ')}</span>
        </p>
        <TextField
          label="Why, for the others"
          hideLabel
          placeholder="Why, for the others"
          autoComplete="off"
          maxLength={300}
          className={styles.note}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <div className={styles.buttons}>
          <Button kind="quiet" onClick={() => setLooking(true)}>
            What changed
          </Button>
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
            disabled={overtakenBy !== null || broken}
            title={broken ? 'Mend the problems first' : undefined}
            onClick={() => save.mutate()}
          >
            Save version {base.version + 1}
          </Button>
        </div>
      </div>
      {looking ? (
        <Dialog title="What changed" size="wide" onClose={() => setLooking(false)}>
          <FlowChanges changes={changes} />
        </Dialog>
      ) : null}
    </section>
  );
}
