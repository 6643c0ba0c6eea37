import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Button } from './Button.tsx';
import { Dialog } from './Dialog.tsx';
import { ProblemMessage } from './ProblemMessage.tsx';

interface ConfirmDialogProps {
  title: string;
  /** What will be lost or changed, by name. */
  children: ReactNode;
  /** The act in a word or two, e.g. `Revoke key`. */
  action: string;
  kind?: 'danger' | 'primary';
  onConfirm: () => Promise<unknown>;
  onClose: () => void;
}

/** Asks before something that cannot be undone; stays open with the problem when it fails. */
export function ConfirmDialog({
  title,
  children,
  action,
  kind = 'danger',
  onConfirm,
  onClose,
}: ConfirmDialogProps) {
  const act = useMutation({ mutationFn: onConfirm });
  return (
    <Dialog
      title={title}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            kind={kind}
            busy={act.isPending}
            onClick={() => act.mutate(undefined, { onSuccess: onClose })}
          >
            {action}
          </Button>
        </>
      }
    >
      <div>{children}</div>
      {act.error ? <ProblemMessage error={act.error} /> : null}
    </Dialog>
  );
}
