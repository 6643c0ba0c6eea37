import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { fieldError } from '../../api/fieldError.ts';
import { TextField } from '../../components/Field.tsx';
import { FormDialog } from '../../components/FormDialog.tsx';

interface NameDialogProps {
  title: string;
  action: string;
  name?: string;
  /** Closes it too, or leads on. */
  onSave: (name: string) => Promise<unknown>;
  onClose: () => void;
}

/** Asks for the name of a personality, a new one's or another one. */
export function NameDialog({ title, action, name: before = '', onSave, onClose }: NameDialogProps) {
  const [name, setName] = useState(before);
  const save = useMutation({ mutationFn: () => onSave(name.trim()) });
  return (
    <FormDialog
      title={title}
      action={action}
      mutation={save}
      disabled={name.trim() === ''}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
      onClose={onClose}
    >
      <TextField
        label="Name"
        hint="Scripts list its own voice under this name."
        autoComplete="off"
        maxLength={100}
        value={name}
        error={fieldError(save.error, 'name')}
        onChange={(event) => setName(event.currentTarget.value)}
      />
    </FormDialog>
  );
}
