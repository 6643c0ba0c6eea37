import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import type { Role } from '../../../shared/access.ts';
import { fieldError } from '../../api/fieldError.ts';
import { addMember, membersQuery } from '../../api/identity.ts';
import { Select, TextField } from '../../components/Field.tsx';
import { FormDialog } from '../../components/FormDialog.tsx';
import { notify } from '../../components/Toast.tsx';
import { keysOf, ROLE_LABELS } from '../../format/labels.ts';

interface Values {
  name: string;
  email: string;
  role: Role;
  password: string;
}

export function AddMember({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  const { register, handleSubmit, watch } = useForm<Values>({
    defaultValues: { name: '', email: '', role: 'editor', password: '' },
  });
  const add = useMutation({
    mutationFn: addMember,
    onSuccess: async (member) => {
      await client.invalidateQueries({ queryKey: membersQuery.queryKey });
      notify(
        member.keptPassword
          ? `${member.name} has an account here already, and signs in with the password they have. The first password you entered is not used.`
          : `${member.name} can sign in now.`,
      );
    },
  });
  return (
    <FormDialog
      title="Add member"
      action="Add member"
      mutation={add}
      onSubmit={handleSubmit((values) => add.mutate(values, { onSuccess: onClose }))}
      onClose={onClose}
    >
      <TextField
        label="Name"
        autoFocus
        autoComplete="off"
        error={fieldError(add.error, 'name')}
        {...register('name')}
      />
      <TextField
        label="E-mail"
        type="email"
        autoComplete="off"
        error={fieldError(add.error, 'email')}
        {...register('email')}
      />
      <Select label="Role" hint={ROLE_LABELS[watch('role')].may} {...register('role')}>
        {keysOf(ROLE_LABELS).map((role) => (
          <option key={role} value={role}>
            {ROLE_LABELS[role].name}
          </option>
        ))}
      </Select>
      <TextField
        label="First password"
        type="password"
        autoComplete="new-password"
        hint="At least 10 characters. Tell it to them; they can change it under My account."
        error={fieldError(add.error, 'password')}
        {...register('password')}
      />
    </FormDialog>
  );
}
