import type { Conversation } from '../../../../shared/api/chat.ts';
import { useCan, useMe } from '../../../frame/useMe.ts';

/** Whether I may answer in the agent’s place: in what others began, since nobody is the person who they asked for. */
export function useMayTakeOver({ startedBy }: Pick<Conversation, 'startedBy'>): boolean {
  const me = useMe().user?.id;
  const mayJoin = useCan('calls:join');
  return mayJoin && startedBy.id !== me;
}
