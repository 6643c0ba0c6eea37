import { type FormEventHandler, type ReactNode, useEffect, useId } from 'react';
import { Button } from './Button.tsx';
import { Dialog } from './Dialog.tsx';
import { Form } from './Form.tsx';
import { ProblemMessage } from './ProblemMessage.tsx';

interface FormDialogProps {
  title: string;
  /** The button that sends, e.g. `Create project`. */
  action: string;
  /** Nothing can be sent yet. */
  disabled?: boolean;
  /**
   * What follows its success, such as `onClose`, belongs to its `mutate`, which tells nobody who has gone: left in the
   * meantime, it closes no other and leads nobody away. What has succeeded is not sent again while that comes.
   */
  mutation: { isPending: boolean; isSuccess: boolean; error: Error | null };
  onSubmit: FormEventHandler<HTMLFormElement>;
  onClose: () => void;
  size?: 'normal' | 'wide';
  children: ReactNode;
}

/** A form in a dialog; stays open with the problem, at the first field that it is about, when sending fails. */
export function FormDialog({
  title,
  action,
  disabled,
  mutation,
  onSubmit,
  onClose,
  size,
  children,
}: FormDialogProps) {
  const formId = useId();
  const { error } = mutation;
  useEffect(() => {
    if (error) document.getElementById(formId)?.querySelector<HTMLElement>('[aria-invalid]')?.focus();
  }, [error, formId]);
  return (
    <Dialog
      title={title}
      onClose={onClose}
      size={size}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            kind="primary"
            type="submit"
            form={formId}
            busy={mutation.isPending || mutation.isSuccess}
            disabled={disabled}
          >
            {action}
          </Button>
        </>
      }
    >
      <Form id={formId} onSubmit={onSubmit}>
        {children}
        {error ? <ProblemMessage error={error} kept="Nothing was saved; what you entered is kept." /> : null}
      </Form>
    </Dialog>
  );
}
