import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { changeFlow, flowQuery } from '../../../../api/flows.ts';
import { Button } from '../../../../components/Button.tsx';
import { Dialog } from '../../../../components/Dialog.tsx';
import { notify } from '../../../../components/Toast.tsx';
import { UnsavedChanges } from '../../../../components/UnsavedChanges.tsx';
import { FlowChanges } from './FlowChanges.tsx';
import type { FlowDraft } from './useFlowDraft.ts';

/** What of a flow is not saved yet. */
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
    mutationFn: async () => ({
      sent: { content, note },
      next: await changeFlow(flowId, {
        content,
        expectedVersion: base.version,
        ...(note.trim() ? { note: note.trim() } : {}),
      }),
    }),
    onSuccess: ({ sent, next }) => {
      client.setQueryData(flowQuery(flowId).queryKey, next);
      void client.invalidateQueries({ queryKey: ['flows'] });
      draft.saved(sent.content, next);
      setNote((now) => (now === sent.note ? '' : now));
      notify(`Version ${next.version} is saved; calls that begin from now on take it.`);
    },
    // Somebody was faster: what they saved shows the way on.
    onError: () => void client.invalidateQueries({ queryKey: flowQuery(flowId).queryKey }),
  });
  return (
    <>
      <UnsavedChanges
        changes={changes.map(({ title }) => title)}
        version={base.version + 1}
        note={{ value: note, maxLength: 300, onChange: setNote }}
        save={save}
        draft={draft}
        overtaken={
          overtakenBy === null
            ? null
            : `Somebody saved version ${overtakenBy} in the meantime. Yours is kept here; theirs stays in the list of versions.`
        }
        unfit={broken ? 'Mend the problems first' : undefined}
      >
        <Button kind="quiet" onClick={() => setLooking(true)}>
          What changed
        </Button>
      </UnsavedChanges>
      {looking ? (
        <Dialog title="What changed" size="wide" onClose={() => setLooking(false)}>
          <FlowChanges changes={changes} />
        </Dialog>
      ) : null}
    </>
  );
}
