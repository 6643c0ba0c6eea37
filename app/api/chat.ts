import { type InfiniteData, type QueryClient, queryOptions } from '@tanstack/react-query';
import { EventSourceParserStream } from 'eventsource-parser/stream';
import type { ChatEvent, Message } from '../../shared/api/chat.ts';
import type { Transcription } from '../../shared/api/speechApi.ts';
import { api, unwrap } from './client.ts';
import { addNewest } from './newest.ts';
import { type Page, pagedQuery } from './pages.ts';
import { unreachable } from './problem.ts';
import { sendForm } from './uploads.ts';

const CONVERSATIONS_A_PAGE = 30;
const MESSAGES_A_PAGE = 30;
const at = (id: string) => ({ params: { path: { id } } });

/** Which conversations are meant: one’s own, everybody’s, or those in which a person is wanted. */
export type Whose = 'mine' | 'everybody' | 'waiting';
/** Conversations, the one talked in last first. */
export const conversationsQuery = (whose: Whose) =>
  pagedQuery(['conversations', 'list', { whose }], (cursor, signal) =>
    unwrap(
      api.GET('/api/v1/conversations', {
        params: {
          query: {
            limit: CONVERSATIONS_A_PAGE,
            cursor,
            mine: whose === 'mine' ? 'true' : undefined,
            waiting: whose === 'waiting' ? 'true' : undefined,
          },
        },
        signal,
      }),
    ),
  );
export const conversationQuery = (id: string) =>
  queryOptions({
    queryKey: ['conversations', id, 'one'],
    queryFn: ({ signal }) => unwrap(api.GET('/api/v1/conversations/{id}', { ...at(id), signal })),
  });

const fetchMessages = (id: string, cursor: string | undefined, signal?: AbortSignal) =>
  unwrap(
    api.GET('/api/v1/conversations/{id}/messages', {
      params: { path: { id }, query: { limit: MESSAGES_A_PAGE, cursor } },
      signal,
    }),
  );
const messagesKey = (id: string) => ['conversations', id, 'messages'] as const;

/** What was said, newest first. */
export const messagesQuery = (id: string) =>
  pagedQuery(messagesKey(id), (cursor, signal) => fetchMessages(id, cursor, signal));

/** Fetches what was said last and adds it to what is on screen, without reading older pages again. */
export async function refreshNewest(client: QueryClient, id: string): Promise<void> {
  const newest = await fetchMessages(id, undefined);
  const queryKey = messagesKey(id);
  // A reading that is still on its way may have been asked for before this one: what it brings would take its place.
  const reading = client.isFetching({ queryKey, exact: true }) > 0;
  if (reading) await client.cancelQueries({ queryKey, exact: true });
  client.setQueryData<InfiniteData<Page<Message>, string | undefined>>(queryKey, (data) =>
    addNewest(data, newest),
  );
  if (reading) void client.invalidateQueries({ queryKey, exact: true });
}

export interface ChatWish {
  message: string;
  conversationId: string | undefined;
  personalityId: string | undefined;
  speak: boolean;
}

/**
 * Says something and tells of the answer as it comes; ends after `done` or `problem`. Throws {@link ApiProblem}, also
 * when the connection breaks before that, and an `AbortError` when the signal says so.
 */
export async function* streamChat(
  body: ChatWish,
  { idempotencyKey, signal }: { idempotencyKey: string; signal: AbortSignal },
): AsyncGenerator<ChatEvent> {
  const stream = await unwrap<unknown>(
    api.POST('/api/v1/chat', {
      params: { header: { 'idempotency-key': idempotencyKey } },
      headers: { accept: 'text/event-stream' },
      body,
      signal,
      parseAs: 'stream',
    }),
  );
  const events = (stream as ReadableStream<Uint8Array<ArrayBuffer>>)
    .pipeThrough(new TextDecoderStream())
    .pipeThrough(new EventSourceParserStream())
    .getReader();
  try {
    for (;;) {
      const { done, value } = await events.read();
      if (done) throw unreachable();
      const event = JSON.parse(value.data) as ChatEvent;
      yield event;
      if (event.kind === 'done' || event.kind === 'problem') return;
    }
  } catch (error) {
    // A connection that breaks says so in the words of each browser.
    if (error instanceof TypeError) throw unreachable();
    throw error;
  } finally {
    void events.cancel().catch(() => {});
  }
}

export const stopConversation = (id: string) => unwrap(api.POST('/api/v1/conversations/{id}/stop', at(id)));
/** Talks in it in the agent’s place from now on; `from`: whoever has it, where somebody does. */
export const takeOverConversation = (id: string, from?: string) =>
  unwrap(api.POST('/api/v1/conversations/{id}/take-over', { ...at(id), body: { from } }));
export const sayInConversation = (id: string, text: string, idempotencyKey: string) =>
  unwrap(
    api.POST('/api/v1/conversations/{id}/messages', {
      params: { path: { id }, header: { 'idempotency-key': idempotencyKey } },
      body: { text },
    }),
  );
export const handBackConversation = (id: string) =>
  unwrap(api.POST('/api/v1/conversations/{id}/hand-back', at(id)));
export const closeConversation = (id: string) => unwrap(api.POST('/api/v1/conversations/{id}/close', at(id)));
/** A person has seen to it: it waits for none any more. */
export const attendConversation = (id: string) =>
  unwrap(api.POST('/api/v1/conversations/{id}/attend', at(id)));
export const deleteConversation = (id: string) => unwrap(api.DELETE('/api/v1/conversations/{id}', at(id)));

/** Takes down what is said in a recording, by what may be said next in a conversation (undefined: to begin one). */
export function hearMessage(file: File, conversationId: string | undefined): Promise<Transcription> {
  const form = new FormData();
  if (conversationId !== undefined) form.set('conversationId', conversationId);
  form.set('file', file, file.name);
  return sendForm<Transcription>('/api/v1/chat/hear', form);
}

/** Whether any words are taken down, and if not, what could be said next. Another answer may have changed it. */
export const listeningQuery = (conversationId: string | undefined) =>
  queryOptions({
    queryKey: ['conversations', conversationId ?? 'new', 'listening'],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/chat/listening', { params: { query: { conversationId } }, signal })),
    staleTime: 0,
  });
