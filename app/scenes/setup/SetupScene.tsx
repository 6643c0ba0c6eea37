import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Navigate, useNavigate } from '@tanstack/react-router';
import { useForm } from 'react-hook-form';
import { fieldError } from '../../api/fieldError.ts';
import { meQuery, setUp, setupQuery } from '../../api/identity.ts';
import { Button } from '../../components/Button.tsx';
import { TextField } from '../../components/Field.tsx';
import { Form } from '../../components/Form.tsx';
import { Loaded } from '../../components/Loaded.tsx';
import { ProblemMessage } from '../../components/ProblemMessage.tsx';
import { Doorway } from '../../frame/Doorway.tsx';
import styles from './SetupScene.module.css';

const route = getRouteApi('/setup');

function FirstOwner({ token }: { token: string }) {
  const navigate = useNavigate();
  const client = useQueryClient();
  const { register, handleSubmit } = useForm({
    defaultValues: { name: '', email: '', password: '', workspaceName: '' },
  });
  const begin = useMutation({
    mutationFn: setUp,
    onSuccess: async (me) => {
      client.setQueryData(meQuery.queryKey, me);
      await navigate({ to: '/projects' });
    },
  });
  const failed = begin.variables?.kind === 'owner' ? begin.error : null;
  return (
    <>
      <Form onSubmit={handleSubmit((values) => begin.mutate({ kind: 'owner', token, ...values }))}>
        <TextField
          label="Your name"
          autoComplete="name"
          error={fieldError(failed, 'name')}
          {...register('name')}
        />
        <TextField
          label="E-mail"
          type="email"
          autoComplete="username"
          error={fieldError(failed, 'email')}
          {...register('email')}
        />
        <TextField
          label="Password"
          type="password"
          autoComplete="new-password"
          hint="At least 10 characters."
          error={fieldError(failed, 'password')}
          {...register('password')}
        />
        <TextField
          label="Name of the workspace"
          hint="Your team or company; it can be changed later."
          error={fieldError(failed, 'workspaceName')}
          {...register('workspaceName')}
        />
        {begin.error ? <ProblemMessage error={begin.error} kept="What you entered is kept." /> : null}
        <Button kind="primary" type="submit" busy={begin.isPending}>
          Create the owner and start
        </Button>
      </Form>
      <section className={styles.sample}>
        <h2>Only looking?</h2>
        <p>
          The sample workspace has real scripts for support, sales and education, with audio to listen to and
          channels to deploy to.
        </p>
        <Button busy={begin.isPending} onClick={() => begin.mutate({ kind: 'sample', token })}>
          Enter the sample workspace
        </Button>
      </section>
    </>
  );
}

/** First run: creates the owner, or enters the sample workspace. */
export function SetupScene() {
  const { token } = route.useSearch();
  const setup = useQuery(setupQuery);
  return (
    <Loaded query={setup} shape={null}>
      {({ needed }) =>
        !needed ? (
          <Navigate to="/sign-in" />
        ) : token ? (
          <Doorway
            title="Set up your studio"
            lead="Everything runs on this machine. The owner can invite everyone else."
          >
            <FirstOwner token={token} />
          </Doorway>
        ) : (
          <Doorway
            title="Open the printed link"
            lead="This installation has no owner yet. Open the link that it printed when it started: it proves that the machine is yours."
          >
            <p className={styles.note}>
              It looks like <code>/setup?token=…</code>
            </p>
          </Doorway>
        )
      }
    </Loaded>
  );
}
