import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { renew } from '../../api/renew.ts';
import { sameIntent } from '../../api/sameIntent.ts';
import {
  type Generation,
  generateVersion,
  scriptQuery,
  versionsQuery,
  writeScript,
} from '../../api/studio.ts';

interface Text {
  text: string;
  changed: boolean;
  base: number;
}

/** Told of a text that was saved, and as which revision. */
type OnSaved = (sent: string, revision: number) => void;

/** Saves the text if it changed, as a new revision; refused when somebody saved since `base`. */
export function useSave(scriptId: string, onSaved: OnSaved) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (draft: Text) => writeScript(scriptId, { text: draft.text, expectedRevision: draft.base }),
    onSuccess: (script, { text }) => {
      renew(client, scriptQuery(scriptId).queryKey, script);
      onSaved(text, script.revisionNumber);
    },
  });
}

/** Saves what is unsaved and queues a version of it. A retry after a lost answer makes no second version. */
export function useGenerate(scriptId: string, onSaved: OnSaved) {
  const client = useQueryClient();
  const save = useSave(scriptId, onSaved);
  const [once] = useState(sameIntent);
  return useMutation({
    mutationFn: async ({ draft, ...generation }: Generation & { draft: Text }) => {
      if (draft.changed) await save.mutateAsync(draft);
      return once([draft.text, generation], (key) => generateVersion(scriptId, generation, key));
    },
    // The newest version is on the screen before it tells how the next one is spoken.
    onSuccess: () => client.invalidateQueries({ queryKey: versionsQuery(scriptId).queryKey }),
  });
}
