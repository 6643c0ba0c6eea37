import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import type { Webhook } from '../../../shared/api/operations.ts';
import { fieldError } from '../../api/fieldError.ts';
import { createWebhook, webhooksQuery } from '../../api/operations.ts';
import { Checkbox, TextField } from '../../components/Field.tsx';
import { FormDialog } from '../../components/FormDialog.tsx';
import { keysOf, WEBHOOK_EVENT_LABELS } from '../../format/labels.ts';
import styles from './settings.module.css';

interface Values {
  url: string;
  events: Webhook['events'];
}

export function CreateWebhook({
  onClose,
  onCreated,
}: {
  onClose: () => void;
  onCreated: (made: { secret: string }) => void;
}) {
  const client = useQueryClient();
  const { register, handleSubmit } = useForm<Values>({
    defaultValues: { url: '', events: ['version.ready', 'version.status', 'deployment.changed'] },
  });
  const create = useMutation({
    mutationFn: createWebhook,
    onSuccess: (made) => {
      void client.invalidateQueries({ queryKey: webhooksQuery.queryKey });
      onCreated(made);
    },
  });
  return (
    <FormDialog
      title="Add webhook"
      action="Add webhook"
      mutation={create}
      onSubmit={handleSubmit((values) => create.mutate(values))}
      onClose={onClose}
    >
      <TextField
        label="Address"
        type="url"
        inputMode="url"
        placeholder="https://example.com/voiceops"
        autoFocus
        error={fieldError(create.error, 'url')}
        {...register('url')}
      />
      <fieldset className={styles.choices}>
        <legend>Tell it when</legend>
        {keysOf(WEBHOOK_EVENT_LABELS).map((event) => (
          <Checkbox
            key={event}
            label={WEBHOOK_EVENT_LABELS[event]}
            hint={event}
            value={event}
            {...register('events')}
          />
        ))}
      </fieldset>
    </FormDialog>
  );
}
