import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import { fieldError } from '../../api/fieldError.ts';
import { createWebhook, webhooksQuery } from '../../api/operations.ts';
import { FormDialog } from '../../components/FormDialog.tsx';
import { WebhookFields, type WebhookValues } from './WebhookFields.tsx';

export function CreateWebhook({
  onClose,
  onCreated,
}: {
  onClose: () => void;
  onCreated: (made: { secret: string }) => void;
}) {
  const client = useQueryClient();
  const { register, handleSubmit } = useForm<WebhookValues>({
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
      <WebhookFields register={register} urlError={fieldError(create.error, 'url')} />
    </FormDialog>
  );
}
