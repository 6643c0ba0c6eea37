import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { FlowDetail } from '../../../../shared/api/calls/flows.ts';
import { fieldError } from '../../../api/fieldError.ts';
import { TextField } from '../../../components/Field.tsx';
import { FormDialog } from '../../../components/FormDialog.tsx';

/** Asks how a flow is called. */
export function FlowDialog({
  title,
  action,
  onSave,
  onSaved,
  onClose,
  ...before
}: {
  title: string;
  action: string;
  name: string;
  description: string;
  onSave: (words: { name: string; description: string }) => Promise<FlowDetail>;
  /** Told unless the dialog was left in the meantime. */
  onSaved: (flow: FlowDetail) => void;
  onClose: () => void;
}) {
  const [name, setName] = useState(before.name);
  const [description, setDescription] = useState(before.description);
  const save = useMutation({
    mutationFn: () => onSave({ name: name.trim(), description: description.trim() }),
  });
  return (
    <FormDialog
      title={title}
      action={action}
      mutation={save}
      disabled={name.trim() === ''}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(undefined, { onSuccess: onSaved });
      }}
      onClose={onClose}
    >
      <TextField
        label="Name"
        placeholder="Support line"
        autoComplete="off"
        maxLength={100}
        value={name}
        error={fieldError(save.error, 'name')}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <TextField
        label="What it is for"
        autoComplete="off"
        maxLength={500}
        value={description}
        error={fieldError(save.error, 'description')}
        onChange={(event) => setDescription(event.currentTarget.value)}
      />
    </FormDialog>
  );
}
