import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Message } from '../../../shared/api/chat.ts';
import { conversationQuery, messagesQuery, refreshNewest } from '../../api/chat.ts';
import { itemsOf } from '../../api/pages.ts';
import { isUnderWay } from './turn/liveTurn.ts';
import { NEW, turns, useTurn } from './turn/turns.ts';

/** How often an answer is looked at that this page did not ask for. */
const LOOK_MS = 1_000;

const isWhole = (message: Message) => message.by !== 'agent' || message.end !== null;

/** A conversation with what was said in it, and the message that is being answered now. */
export function useConversation(id: string | undefined) {
  const client = useQueryClient();
  const turn = useTurn(id ?? NEW);
  const enabled = id !== undefined;
  const conversation = useQuery({ ...conversationQuery(id ?? ''), enabled, refetchOnWindowFocus: 'always' });
  const history = useInfiniteQuery({ ...messagesQuery(id ?? ''), enabled });
  const kept = itemsOf(history.data);
  const newest = kept[0];

  const underWay = turn !== null && isUnderWay(turn);
  // What was read while it was being answered has nothing of the answer in it; it is all there is where the stream broke.
  const isKept = kept.some(
    (message) => message.id === turn?.messageId && (isWhole(message) || turn.phase === 'failed'),
  );
  // Refused before it began: the words are back where they were typed.
  const refused = turn?.phase === 'failed' && turn.messageId === null;
  const shownTurn = turn && !refused && (underWay || !isKept) ? turn : null;
  const messages = kept
    .filter(({ id: messageId }) => !shownTurn || messageId !== shownTurn.messageId)
    .filter(
      (message, index) =>
        !shownTurn || index > 0 || message.by !== 'person' || message.text !== shownTurn.said,
    )
    .reverse();

  /** Another page, or this one before it was loaded again, asked for an answer that is not there yet. */
  const elsewhere =
    enabled &&
    !underWay &&
    !(turn?.phase === 'done' && !isKept) &&
    (conversation.data?.answering === true || (newest !== undefined && !isWhole(newest)));
  useQuery({
    queryKey: ['conversations', id, 'following'],
    queryFn: async () => {
      await Promise.all([
        refreshNewest(client, id ?? ''),
        client.refetchQueries({ queryKey: conversationQuery(id ?? '').queryKey }),
      ]);
      return null;
    },
    enabled: elsewhere,
    refetchInterval: LOOK_MS,
    staleTime: 0,
    gcTime: 0,
  });
  // Somebody else has talked here since.
  const changedAt = conversation.data?.updatedAt;
  useEffect(() => {
    if (id !== undefined && changedAt !== undefined && !underWay)
      void refreshNewest(client, id).catch(() => {});
  }, [client, id, changedAt, underWay]);
  useEffect(() => {
    if (id !== undefined && turn?.phase === 'done' && isKept) turns.forget(id);
  }, [id, turn?.phase, isKept]);

  return { conversation, history, messages, turn, shownTurn, underWay, elsewhere };
}
