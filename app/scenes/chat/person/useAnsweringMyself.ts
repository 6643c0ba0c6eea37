import { useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import type { Conversation } from '../../../../shared/api/chat.ts';
import { conversationQuery, refreshNewest, sayInConversation } from '../../../api/chat.ts';
import { sameIntent } from '../../../api/sameIntent.ts';
import { notifyProblem } from '../../../components/Toast.tsx';
import { useMe } from '../../../frame/useMe.ts';
import { drafts } from '../turn/drafts.ts';

/** How I answer in a conversation that I took over; null where I did not. */
export function useAnsweringMyself(
  conversation: Conversation | undefined,
): { name: string; say: (text: string) => void } | null {
  const client = useQueryClient();
  const me = useMe().user;
  const intent = useRef(sameIntent());
  if (!me || conversation?.heldBy?.member.id !== me.id) return null;
  const { id } = conversation;
  const say = async (text: string) => {
    drafts.write(id, '');
    try {
      await intent.current({ id, text }, (key) => sayInConversation(id, text, key));
      await refreshNewest(client, id);
    } catch (error) {
      if (drafts.read(id) === '') drafts.write(id, text);
      notifyProblem(error instanceof Error ? error : new Error(String(error)));
    }
    void client.invalidateQueries({ queryKey: conversationQuery(id).queryKey });
  };
  return { name: me.name, say: (text) => void say(text) };
}
