import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Conversation } from '../../../../shared/api/chat.ts';
import {
  attendConversation,
  closeConversation,
  conversationQuery,
  handBackConversation,
  takeOverConversation,
} from '../../../api/chat.ts';
import { renew } from '../../../api/renew.ts';
import { notifyProblem } from '../../../components/Toast.tsx';

/** What people do with a conversation in the agent’s place. */
export function usePersonActs(id: string) {
  const client = useQueryClient();
  const options = {
    onSuccess: (changed: Conversation) => {
      renew(client, conversationQuery(id).queryKey, changed);
      void client.invalidateQueries({ queryKey: ['conversations', 'list'] });
    },
    onError: (error: Error) => {
      notifyProblem(error);
      // Somebody else was faster: who that is stands in the conversation.
      void client.invalidateQueries({ queryKey: conversationQuery(id).queryKey });
    },
  };
  return {
    takeOver: useMutation({
      ...options,
      mutationFn: (from: string | undefined) => takeOverConversation(id, from),
    }),
    handBack: useMutation({ ...options, mutationFn: () => handBackConversation(id) }),
    close: useMutation({ ...options, mutationFn: () => closeConversation(id) }),
    attend: useMutation({ ...options, mutationFn: () => attendConversation(id) }),
  };
}
