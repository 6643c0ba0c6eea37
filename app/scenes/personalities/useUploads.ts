import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { addSample, voiceStatusQuery } from '../../api/personalityVoice.ts';

export interface Upload {
  key: string;
  name: string;
  /** How much of it has been sent, 0 to 1; at 1 it is being checked. */
  share: number;
  error: Error | null;
}

/** Uploads recordings one after the other; those that failed stay, with why, until they are dismissed. */
export function useUploads(personalityId: string) {
  const client = useQueryClient();
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  const queue = useRef(Promise.resolve());
  const change = (key: string, next: Partial<Upload>) =>
    setUploads((all) => all.map((one) => (one.key === key ? { ...one, ...next } : one)));
  const dismiss = (key: string) => setUploads((all) => all.filter((one) => one.key !== key));

  const send = async (key: string, file: File) => {
    try {
      await addSample(personalityId, file, { onProgress: (share) => change(key, { share }) });
      await client.invalidateQueries({ queryKey: voiceStatusQuery(personalityId).queryKey });
      dismiss(key);
    } catch (error) {
      change(key, { error: error as Error });
    }
  };
  return {
    uploads,
    dismiss,
    add: (files: readonly File[]) => {
      for (const file of files) {
        const key = crypto.randomUUID();
        setUploads((all) => [...all, { key, name: file.name, share: 0, error: null }]);
        queue.current = queue.current.then(() => send(key, file));
      }
    },
  };
}
