import { useMutation } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import type { Scope } from '../../../shared/access.ts';
import { fieldError } from '../../api/fieldError.ts';
import { createApiKey } from '../../api/identity.ts';
import { Checkbox, TextField } from '../../components/Field.tsx';
import { FormDialog } from '../../components/FormDialog.tsx';
import { SCOPE_LABELS } from '../../format/labels.ts';
import { useMe } from '../../frame/useMe.ts';
import styles from './settings.module.css';

interface Values {
  name: string;
  scopes: Scope[];
  /** A day, `YYYY-MM-DD`; empty: never. */
  expires: string;
}

export function CreateApiKey({
  onClose,
  onCreated,
}: {
  onClose: () => void;
  onCreated: (made: { key: string }) => void;
}) {
  const { scopes } = useMe();
  const { register, handleSubmit } = useForm<Values>({
    defaultValues: { name: '', scopes: ['workspace:read'], expires: '' },
  });
  const create = useMutation({
    mutationFn: ({ name, scopes: chosen, expires }: Values) =>
      createApiKey({
        name,
        scopes: chosen,
        expiresAt: expires ? new Date(`${expires}T23:59:59`).toISOString() : undefined,
      }),
    onSuccess: onCreated,
  });
  return (
    <FormDialog
      title="Create API key"
      action="Create key"
      size="wide"
      mutation={create}
      onSubmit={handleSubmit((values) => create.mutate(values))}
      onClose={onClose}
    >
      <TextField
        label="Name"
        hint="Which program it is for."
        autoFocus
        autoComplete="off"
        error={fieldError(create.error, 'name')}
        {...register('name')}
      />
      <fieldset className={styles.choices}>
        <legend>What it may do</legend>
        {scopes
          .filter((scope) => scope !== 'versions:approve')
          .map((scope) => (
            <Checkbox
              key={scope}
              label={SCOPE_LABELS[scope]}
              hint={scope}
              value={scope}
              {...register('scopes')}
            />
          ))}
      </fieldset>
      <TextField
        label="Works until"
        type="date"
        hint="Empty: until it is revoked."
        error={fieldError(create.error, 'expiresAt')}
        {...register('expires')}
      />
    </FormDialog>
  );
}
