import { useMutation } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import type { Member } from '../../../shared/api/identity.ts';
import { fieldError } from '../../api/fieldError.ts';
import { resetMemberPassword } from '../../api/identity.ts';
import { TextField } from '../../components/Field.tsx';
import { FormDialog } from '../../components/FormDialog.tsx';
import { notify } from '../../components/Toast.tsx';

export function ResetPassword({ member, onClose }: { member: Member; onClose: () => void }) {
  const { register, handleSubmit } = useForm({ defaultValues: { password: '' } });
  const reset = useMutation({
    mutationFn: ({ password }: { password: string }) => resetMemberPassword(member.id, password),
    onSuccess: () => notify(`${member.name} signs in with the new password from now on.`),
  });
  return (
    <FormDialog
      title={`New password for ${member.name}`}
      action="Set password"
      mutation={reset}
      onSubmit={handleSubmit((values) => reset.mutate(values, { onSuccess: onClose }))}
      onClose={onClose}
    >
      <TextField
        label="New password"
        type="password"
        autoFocus
        autoComplete="new-password"
        hint="At least 10 characters. They are signed out everywhere. Tell it to them; they can change it under My account."
        error={fieldError(reset.error, 'password')}
        {...register('password')}
      />
    </FormDialog>
  );
}
