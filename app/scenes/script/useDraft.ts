import { useEffect, useState } from 'react';
import type { Script } from '../../../shared/api/studio.ts';

interface Draft {
  text: string;
  /** The revision the draft started from: a newer one on the server is somebody else's. */
  base: number;
}

const keyOf = (scriptId: string) => `voiceops.draft.${scriptId}`;

function read(scriptId: string): Draft | null {
  try {
    return JSON.parse(localStorage.getItem(keyOf(scriptId)) ?? 'null') as Draft | null;
  } catch {
    return null;
  }
}

/**
 * The text being written. It survives a reload until it is saved; while nothing is unsaved it follows what
 * others save.
 */
export function useDraft(script: Script) {
  const [draft, setDraft] = useState<Draft | null>(() => read(script.id));
  useEffect(() => {
    if (draft === null) localStorage.removeItem(keyOf(script.id));
    else localStorage.setItem(keyOf(script.id), JSON.stringify(draft));
  }, [draft, script.id]);
  const changed = draft !== null && draft.text !== script.text;
  return {
    text: changed ? draft.text : script.text,
    changed,
    /** Somebody saved another revision while this draft was being written. */
    overtaken: changed && draft.base !== script.revisionNumber,
    base: draft?.base ?? script.revisionNumber,
    write: (text: string) =>
      setDraft((before) => ({ text, base: before && changed ? before.base : script.revisionNumber })),
    /** `sent` is the text of this revision now. What was typed since it was sent is still to be saved. */
    saved: (sent: string, revision: number) =>
      setDraft((before) =>
        before === null || before.text === sent ? null : { text: before.text, base: revision },
      ),
    /** Lets the saved text show again. */
    clear: () => setDraft(null),
    /** Keeps my text on top of what was saved meanwhile. */
    rebase: () => setDraft((before) => before && { ...before, base: script.revisionNumber }),
  };
}
