import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Script } from '../../../shared/api/studio.ts';
import { fieldError } from '../../api/fieldError.ts';
import { scriptQuery, writeScript } from '../../api/studio.ts';
import { TextField } from '../../components/Field.tsx';
import { FormDialog } from '../../components/FormDialog.tsx';

/** Gives a script another title; its text and versions stay as they are. */
export function RenameScript({ script, onClose }: { script: Script; onClose: () => void }) {
  const client = useQueryClient();
  const [title, setTitle] = useState(script.title);
  const rename = useMutation({
    mutationFn: () => writeScript(script.id, { title: title.trim() }),
    onSuccess: (renamed) => {
      client.setQueryData(scriptQuery(script.id).queryKey, renamed);
      onClose();
    },
  });
  return (
    <FormDialog
      title={`Rename ${script.title}`}
      action="Rename"
      mutation={rename}
      disabled={title.trim() === ''}
      onSubmit={(event) => {
        event.preventDefault();
        rename.mutate();
      }}
      onClose={onClose}
    >
      <TextField
        label="Title"
        autoComplete="off"
        maxLength={200}
        error={fieldError(rename.error, 'title')}
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
      />
    </FormDialog>
  );
}
