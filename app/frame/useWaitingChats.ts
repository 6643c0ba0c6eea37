import { useInfiniteQuery } from '@tanstack/react-query';
import { conversationsQuery } from '../api/chat.ts';
import { useCan } from './useMe.ts';

/** How many chats wait for me: those in which a person is wanted, and mine in which an answer is. */
export function useWaitingChats(): number {
  const [mayRead, mayAnswer] = [useCan('conversations:write'), useCan('calls:join')];
  const query = useInfiniteQuery({ ...conversationsQuery('waiting'), enabled: mayRead && mayAnswer });
  return query.data?.pages[0]?.waitingForMe ?? 0;
}
