import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Script } from '../../../shared/api/studio.ts';
import { fieldError } from '../../api/fieldError.ts';
import { renew } from '../../api/renew.ts';
import { scriptQuery, writeScript } from '../../api/studio.ts';
import { Select, TextField } from '../../components/Field.tsx';
import { FormDialog } from '../../components/FormDialog.tsx';
import { useLanguages } from '../../components/useLanguages.ts';
import { languageName } from '../../format/language.ts';

/** Gives a script another title, and another language while nothing is spoken in it yet. */
export function ChangeScript({ script, onClose }: { script: Script; onClose: () => void }) {
  const client = useQueryClient();
  const [title, setTitle] = useState(script.title);
  const [language, setLanguage] = useState(script.language);
  const languages = useLanguages(script.language);
  const change = useMutation({
    mutationFn: () => writeScript(script.id, { title: title.trim(), language }),
    onSuccess: (changed) => renew(client, scriptQuery(script.id).queryKey, changed),
  });
  return (
    <FormDialog
      title={`Change ${script.title}`}
      action="Save"
      mutation={change}
      disabled={title.trim() === ''}
      onSubmit={(event) => {
        event.preventDefault();
        change.mutate(undefined, { onSuccess: onClose });
      }}
      onClose={onClose}
    >
      <TextField
        label="Title"
        autoComplete="off"
        maxLength={200}
        error={fieldError(change.error, 'title')}
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
      />
      <Select
        label="Language"
        hint={
          script.versionCount > 0
            ? 'Versions are spoken in it: another language is another script.'
            : undefined
        }
        disabled={script.versionCount > 0}
        value={language}
        onChange={(event) => setLanguage(event.currentTarget.value)}
      >
        {languages.map((tag) => (
          <option key={tag} value={tag}>
            {languageName(tag)}
          </option>
        ))}
      </Select>
    </FormDialog>
  );
}
