import { useMutation, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useForm } from 'react-hook-form';
import { meQuery, signIn } from '../../api/identity.ts';
import { Button } from '../../components/Button.tsx';
import { TextField } from '../../components/Field.tsx';
import { Form } from '../../components/Form.tsx';
import { ProblemMessage } from '../../components/ProblemMessage.tsx';
import { Doorway } from '../../frame/Doorway.tsx';

const route = getRouteApi('/sign-in');

export function SignInScene() {
  const { next } = route.useSearch();
  const router = useRouter();
  const client = useQueryClient();
  const { register, handleSubmit } = useForm({ defaultValues: { email: '', password: '' } });
  const enter = useMutation({
    mutationFn: signIn,
    onSuccess: (me) => {
      client.setQueryData(meQuery.queryKey, me);
      router.history.replace(next ?? '/projects');
    },
  });
  return (
    <Doorway title="Sign in" lead="Welcome back.">
      <Form onSubmit={handleSubmit((values) => enter.mutate(values))}>
        <TextField label="E-mail" type="email" autoComplete="username" autoFocus {...register('email')} />
        <TextField
          label="Password"
          type="password"
          autoComplete="current-password"
          {...register('password')}
        />
        {enter.error ? <ProblemMessage error={enter.error} /> : null}
        <Button kind="primary" type="submit" busy={enter.isPending}>
          Sign in
        </Button>
      </Form>
    </Doorway>
  );
}
