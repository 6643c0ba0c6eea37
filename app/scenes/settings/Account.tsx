import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import { fieldError } from '../../api/fieldError.ts';
import { meQuery, updateMe } from '../../api/identity.ts';
import { Button } from '../../components/Button.tsx';
import { Select, TextField } from '../../components/Field.tsx';
import { Form, Panel, Row } from '../../components/Form.tsx';
import { ProblemMessage } from '../../components/ProblemMessage.tsx';
import { notify } from '../../components/Toast.tsx';
import { keysOf, ROLE_LABELS } from '../../format/labels.ts';
import { setTheme, THEMES, useTheme } from '../../frame/theme.ts';
import { useMe } from '../../frame/useMe.ts';
import styles from './settings.module.css';

function useUpdateMe(said: string, after: () => void = () => {}) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: updateMe,
    onSuccess: (me) => {
      client.setQueryData(meQuery.queryKey, me);
      notify(said);
      after();
    },
  });
}

function Name() {
  const { user } = useMe();
  const { register, handleSubmit } = useForm({ defaultValues: { name: user?.name ?? '' } });
  const save = useUpdateMe('Your name is saved.');
  return (
    <Form className={styles.narrow} onSubmit={handleSubmit((values) => save.mutate(values))}>
      <TextField
        label="Name"
        autoComplete="name"
        error={fieldError(save.error, 'name')}
        {...register('name')}
      />
      {save.error ? <ProblemMessage error={save.error} /> : null}
      <Row>
        <Button type="submit" busy={save.isPending}>
          Save name
        </Button>
      </Row>
    </Form>
  );
}

function Password() {
  const { user } = useMe();
  const { register, handleSubmit, reset } = useForm({
    defaultValues: { currentPassword: '', newPassword: '' },
  });
  const save = useUpdateMe('Your password is changed.', reset);
  return (
    <Form className={styles.narrow} onSubmit={handleSubmit((values) => save.mutate(values))}>
      {/* Tells password managers whose password this is. */}
      <input type="email" autoComplete="username" defaultValue={user?.email} readOnly hidden />
      <TextField
        label="Current password"
        type="password"
        autoComplete="current-password"
        error={fieldError(save.error, 'currentPassword')}
        {...register('currentPassword')}
      />
      <TextField
        label="New password"
        type="password"
        autoComplete="new-password"
        hint="At least 10 characters."
        error={fieldError(save.error, 'newPassword')}
        {...register('newPassword')}
      />
      {save.error ? <ProblemMessage error={save.error} kept="Your old password still works." /> : null}
      <Row>
        <Button type="submit" busy={save.isPending}>
          Change password
        </Button>
      </Row>
    </Form>
  );
}

export function Account() {
  const { user, role } = useMe();
  const theme = useTheme();
  return (
    <>
      <Panel
        title="Me"
        lead={`${user?.email ?? ''}${role ? `, ${ROLE_LABELS[role].name.toLowerCase()}: ${ROLE_LABELS[role].may.toLowerCase()}.` : ''}`}
      >
        <Name />
      </Panel>
      <Panel title="Password">
        <Password />
      </Panel>
      <Panel title="Appearance">
        <Select
          label="Theme"
          hint="Kept in this browser."
          className={styles.narrow}
          value={theme}
          onChange={(event) =>
            setTheme(keysOf(THEMES).find((one) => one === event.currentTarget.value) ?? 'system')
          }
        >
          {keysOf(THEMES).map((one) => (
            <option key={one} value={one}>
              {THEMES[one]}
            </option>
          ))}
        </Select>
      </Panel>
    </>
  );
}
