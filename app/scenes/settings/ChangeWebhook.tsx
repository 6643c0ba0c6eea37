import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import type { Webhook } from '../../../shared/api/operations.ts';
import { fieldError } from '../../api/fieldError.ts';
import { updateWebhook, webhooksQuery } from '../../api/operations.ts';
import { FormDialog } from '../../components/FormDialog.tsx';
import { WebhookFields, type WebhookValues } from './WebhookFields.tsx';

/** Another address or other events; the signing secret stays. */
export function ChangeWebhook({ webhook, onClose }: { webhook: Webhook; onClose: () => void }) {
  const client = useQueryClient();
  const { register, handleSubmit } = useForm<WebhookValues>({
    defaultValues: { url: webhook.url, events: webhook.events },
  });
  const change = useMutation({
    mutationFn: (values: WebhookValues) => updateWebhook(webhook.id, values),
    onSuccess: () => client.invalidateQueries({ queryKey: webhooksQuery.queryKey }),
  });
  return (
    <FormDialog
      title="Change webhook"
      action="Save"
      mutation={change}
      onSubmit={handleSubmit((values) => change.mutate(values, { onSuccess: onClose }))}
      onClose={onClose}
    >
      <WebhookFields register={register} urlError={fieldError(change.error, 'url')} />
    </FormDialog>
  );
}
