import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Personality } from '../../../../shared/api/personalities.ts';
import { changePersonality, personalityQuery } from '../../../api/personalities.ts';
import { notify } from '../../../components/Toast.tsx';
import { UnsavedChanges } from '../../../components/UnsavedChanges.tsx';
import { fieldInWords } from '../fieldsInWords.ts';
import type { Draft } from './useDraft.ts';

/** What of a personality is not saved yet. */
export function SaveBar({ personality, draft }: { personality: Personality; draft: Draft }) {
  const client = useQueryClient();
  const [note, setNote] = useState('');
  const { base, changes, content, patch, overtakenBy } = draft;
  const save = useMutation({
    mutationFn: async () => ({
      sent: { content, note },
      next: await changePersonality(personality.id, {
        ...patch,
        expectedVersion: base.version.number,
        ...(note.trim() ? { note: note.trim() } : {}),
      }),
    }),
    onSuccess: ({ sent, next }) => {
      client.setQueryData(personalityQuery(next.id).queryKey, next);
      void client.invalidateQueries({ queryKey: ['personalities'] });
      draft.saved(sent.content, next);
      setNote((now) => (now === sent.note ? '' : now));
      notify(`Version ${next.version.number} of ${next.name} is saved; it answers from now on.`);
    },
    // Somebody was faster: what they saved shows the way on.
    onError: () => void client.invalidateQueries({ queryKey: ['personalities', 'one', personality.id] }),
  });
  return (
    <UnsavedChanges
      changes={changes.map(({ field }) => fieldInWords(field))}
      version={base.version.number + 1}
      note={{ value: note, maxLength: 500, onChange: setNote }}
      save={save}
      draft={draft}
      overtaken={
        overtakenBy &&
        `${overtakenBy.by.name} saved version ${overtakenBy.number} in the meantime. Yours is kept here; nothing of theirs is lost.`
      }
    />
  );
}
