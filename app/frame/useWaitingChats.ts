import { useInfiniteQuery } from '@tanstack/react-query';
import { conversationsQuery } from '../api/chat.ts';
import { itemsOf } from '../api/pages.ts';
import { useCan, useMe } from './useMe.ts';

/** How many chats wait for me: those in which a person is wanted, and mine in which an answer is. */
export function useWaitingChats(): number {
  const me = useMe().user?.id;
  const [mayRead, mayAnswer] = [useCan('conversations:write'), useCan('calls:join')];
  const query = useInfiniteQuery({ ...conversationsQuery('waiting'), enabled: mayRead && mayAnswer });
  return itemsOf(query.data).filter(({ startedBy, waitsSince, heldBy }) =>
    heldBy ? heldBy.member.id === me && heldBy.unansweredSince !== null : waitsSince && startedBy.id !== me,
  ).length;
}
