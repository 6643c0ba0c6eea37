import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { PERSONALITY_LIMITS } from '../../../shared/personalities/content.ts';
import { PERSONALITY_TEMPLATES } from '../../../shared/personalities/templates.ts';
import { fieldError } from '../../api/fieldError.ts';
import { createPersonality } from '../../api/personalities.ts';
import { TextField } from '../../components/Field.tsx';
import { FormDialog } from '../../components/FormDialog.tsx';
import styles from './PersonalitiesScene.module.css';

const PLAIN = {
  id: '',
  title: 'A plain one',
  description: 'Every trait in the middle, no phrases and the default voice.',
};
const STARTS = [
  ...PERSONALITY_TEMPLATES.map(({ id, description, content }) => ({
    id,
    title: `${content.emoji ?? ''} ${content.name}`.trim(),
    description,
  })),
  PLAIN,
];

/** Asks for a name and what to start from. */
export function NewPersonality({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const [start, setStart] = useState(STARTS[0]?.id ?? '');
  const proposed = PERSONALITY_TEMPLATES.find(({ id }) => id === start)?.content.name ?? '';
  const chosen = name.trim() || proposed;
  const create = useMutation({
    mutationFn: () => createPersonality({ name: chosen, ...(start ? { template: start } : {}) }),
    onSuccess: () => void client.invalidateQueries({ queryKey: ['personalities'] }),
  });
  return (
    <FormDialog
      title="New personality"
      action="Create personality"
      mutation={create}
      disabled={chosen === ''}
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate(undefined, {
          onSuccess: ({ id }) => navigate({ to: '/personalities/$id', params: { id } }),
        });
      }}
      onClose={onClose}
    >
      <TextField
        label="Name"
        hint="Scripts list its own voice under this name."
        autoComplete="off"
        maxLength={PERSONALITY_LIMITS.name}
        placeholder={proposed}
        value={name}
        error={fieldError(create.error, 'name')}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <fieldset className={styles.starts}>
        <legend>Start from</legend>
        {STARTS.map(({ id, title, description }) => (
          <label key={id} className={styles.start}>
            <input
              type="radio"
              name="start"
              value={id}
              checked={start === id}
              onChange={() => setStart(id)}
            />
            <span>
              <strong>{title}</strong>
              <span>{description}</span>
            </span>
          </label>
        ))}
      </fieldset>
    </FormDialog>
  );
}
