import { useMutation } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import { fieldError } from '../api/fieldError.ts';
import { createWorkspace, enterWorkspace } from '../api/identity.ts';
import { TextField } from '../components/Field.tsx';
import { FormDialog } from '../components/FormDialog.tsx';
import { startAfresh } from './startAfresh.ts';

/** Makes a workspace of mine, and goes there. */
export function CreateWorkspace({ onClose }: { onClose: () => void }) {
  const { register, handleSubmit } = useForm({ defaultValues: { name: '' } });
  const create = useMutation({
    mutationFn: async (values: { name: string }) => enterWorkspace((await createWorkspace(values)).id),
    onSuccess: startAfresh,
  });
  return (
    <FormDialog
      title="New workspace"
      action="Create and enter"
      mutation={create}
      onSubmit={handleSubmit((values) => create.mutate(values))}
      onClose={onClose}
    >
      <TextField
        label="Name"
        hint="Its scripts, members, channels and audit log are its own. The name becomes part of public addresses."
        autoFocus
        autoComplete="off"
        error={fieldError(create.error, 'name')}
        {...register('name')}
      />
    </FormDialog>
  );
}
