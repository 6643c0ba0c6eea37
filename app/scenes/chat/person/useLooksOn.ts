import type { Conversation } from '../../../../shared/api/chat.ts';
import { useMe } from '../../../frame/useMe.ts';

/** Whether a person is wanted or answers in what somebody else began. */
export function useLooksOn(conversation: Conversation | undefined): boolean {
  const me = useMe().user?.id;
  if (!conversation || conversation.startedBy.id === me) return false;
  return conversation.waitsSince !== null || conversation.heldBy !== null;
}
