import type { UseFormRegister } from 'react-hook-form';
import type { Webhook } from '../../../shared/api/operations.ts';
import { Checkbox, TextField } from '../../components/Field.tsx';
import { keysOf, WEBHOOK_EVENT_LABELS } from '../../format/labels.ts';
import styles from './settings.module.css';

export interface WebhookValues {
  url: string;
  events: Webhook['events'];
}

/** Whom a webhook tells, and what. */
export function WebhookFields({
  register,
  urlError,
}: {
  register: UseFormRegister<WebhookValues>;
  urlError: string | null;
}) {
  return (
    <>
      <TextField
        label="Address"
        type="url"
        inputMode="url"
        placeholder="https://example.com/voiceops"
        autoFocus
        error={urlError}
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
    </>
  );
}
