import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import type { Engine } from '../../../shared/api/voices.ts';
import { configureEngine, enginesQuery, voicesQuery } from '../../api/voices.ts';
import { Button } from '../../components/Button.tsx';
import { TextField } from '../../components/Field.tsx';
import { Form, Row } from '../../components/Form.tsx';
import { ProblemMessage } from '../../components/ProblemMessage.tsx';
import { notify } from '../../components/Toast.tsx';

const SET_BY = {
  installation: 'The installation’s holds now; yours would win.',
  workspace: 'Yours holds now. It is never shown again.',
};

/** What this workspace sets of an engine by itself. */
export function EngineSettings({ engine, onDone }: { engine: Engine; onDone: () => void }) {
  const client = useQueryClient();
  const own = engine.settings.filter(({ perWorkspace }) => perWorkspace);
  const { register, handleSubmit, getValues, setValue } = useForm<Record<string, string>>();
  const save = useMutation({
    mutationFn: (values: Record<string, string | null>) => configureEngine(engine.id, values),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: enginesQuery.queryKey });
      void client.invalidateQueries({ queryKey: voicesQuery.queryKey });
      notify(`The settings of ${engine.name} are saved.`);
    },
  });
  const given = own.filter(({ setBy }) => setBy === 'workspace');
  /** Closes behind the answer, unless something was typed in the meantime: that stays, and what was sent goes. */
  const send = (values: Record<string, string | null>) => {
    const before = { ...getValues() };
    save.mutate(values, {
      onSuccess: () => {
        const same = own.filter(({ name }) => getValues(name) === before[name]);
        if (same.length === own.length) onDone();
        else for (const { name } of same) setValue(name, '');
      },
    });
  };
  return (
    <Form
      onSubmit={handleSubmit((values) =>
        send(Object.fromEntries(Object.entries(values).filter(([, value]) => value.trim() !== ''))),
      )}
    >
      {own.map(({ name, label, secret, setBy }) => (
        <TextField
          key={name}
          label={label}
          type={secret ? 'password' : 'text'}
          autoComplete="off"
          spellCheck={false}
          hint={setBy ? SET_BY[setBy] : undefined}
          {...register(name)}
        />
      ))}
      {save.error ? <ProblemMessage error={save.error} kept="The old settings still hold." /> : null}
      <Row>
        <Button kind="primary" type="submit" busy={save.isPending}>
          Save
        </Button>
        {given.length > 0 ? (
          <Button
            busy={save.isPending}
            onClick={() => send(Object.fromEntries(given.map(({ name }) => [name, null])))}
          >
            Take ours away
          </Button>
        ) : null}
        <Button onClick={onDone}>Cancel</Button>
      </Row>
    </Form>
  );
}
