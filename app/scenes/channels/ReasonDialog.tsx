import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { TextArea } from '../../components/Field.tsx';
import { ProblemMessage } from '../../components/ProblemMessage.tsx';

interface ReasonDialogProps {
  title: string;
  /** What will happen. */
  explains: string;
  action: string;
  danger?: boolean;
  /** It cannot be done. */
  disabled?: boolean;
  onConfirm: (reason: string) => Promise<unknown>;
  onClose: () => void;
}

/** Asks why, because the ledger keeps the reason for good. */
export function ReasonDialog({
  title,
  explains,
  action,
  danger = false,
  disabled = false,
  onConfirm,
  onClose,
}: ReasonDialogProps) {
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const act = useMutation({
    mutationFn: () => onConfirm(reason.trim()),
    onSuccess: () => void client.invalidateQueries({ queryKey: ['channels'] }),
  });
  return (
    <Dialog
      title={title}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            kind={danger ? 'danger' : 'primary'}
            disabled={disabled || reason.trim() === ''}
            busy={act.isPending}
            onClick={() => act.mutate(undefined, { onSuccess: onClose })}
          >
            {action}
          </Button>
        </>
      }
    >
      <p>{explains}</p>
      <TextArea label="Reason" value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
      {act.error ? <ProblemMessage error={act.error} kept="Nothing was changed." /> : null}
    </Dialog>
  );
}
