import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { newIdempotencyKey } from '../../api/client.ts';
import { ApiProblem } from '../../api/problem.ts';
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

/** Saves the text if it changed, as a new revision; refused when somebody saved since `base`. */
export function useSave(scriptId: string, onSaved: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (draft: Text) => writeScript(scriptId, { text: draft.text, expectedRevision: draft.base }),
    onSuccess: (script) => {
      client.setQueryData(scriptQuery(scriptId).queryKey, script);
      onSaved();
    },
  });
}

/** Saves what is unsaved and queues a version of it. A retry after a lost answer makes no second version. */
export function useGenerate(scriptId: string, onSaved: () => void) {
  const client = useQueryClient();
  const save = useSave(scriptId, onSaved);
  const intent = useRef<{ asked: string; key: string } | null>(null);
  return useMutation({
    mutationFn: async ({ draft, ...generation }: Generation & { draft: Text }) => {
      if (draft.changed) await save.mutateAsync(draft);
      const asked = JSON.stringify([scriptId, draft.text, generation]);
      if (intent.current?.asked !== asked) intent.current = { asked, key: newIdempotencyKey() };
      try {
        return await generateVersion(scriptId, generation, intent.current.key);
      } catch (error) {
        // Only an unanswered request keeps its key: a refusal is an answer.
        if (!(error instanceof ApiProblem && error.is('unreachable'))) intent.current = null;
        throw error;
      }
    },
    onSuccess: () => {
      intent.current = null;
      void client.invalidateQueries({ queryKey: versionsQuery(scriptId).queryKey });
    },
  });
}
