import { useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();
const keyOf = (conversation: string) => `voiceops.chat.draft.${conversation}`;

/** What was typed into a conversation and not sent yet; it survives a reload. `new` is the one to come. */
export const drafts = {
  read: (conversation: string): string => localStorage.getItem(keyOf(conversation)) ?? '',
  write(conversation: string, text: string): void {
    if (text === '') localStorage.removeItem(keyOf(conversation));
    else localStorage.setItem(keyOf(conversation), text);
    for (const notify of listeners) notify();
  },
  /** What is typed into the new conversation belongs to the one that it became. */
  move(from: string, to: string): void {
    const text = drafts.read(from);
    if (text === '') return;
    drafts.write(to, text);
    drafts.write(from, '');
  },
};

export const useDraft = (conversation: string): string =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => drafts.read(conversation),
  );
