import { EventSourceParserStream } from 'eventsource-parser/stream';
import type { ChatEvent } from '../../shared/api/chat.ts';

export interface StreamOptions {
  onEvent?: (event: ChatEvent, stop: () => void) => unknown;
  headers?: Record<string, string>;
}

/** Asks for a streamed answer and reads its events. */
export async function streamChat(
  url: string,
  key: string,
  body: object,
  { onEvent, headers = {} }: StreamOptions = {},
): Promise<ChatEvent[]> {
  const leave = new AbortController();
  const response = await fetch(`${url}/api/v1/chat`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${key}`,
      'content-type': 'application/json',
      accept: 'text/event-stream',
      ...headers,
    },
    body: JSON.stringify(body),
    signal: leave.signal,
  });
  if (!response.headers.get('content-type')?.startsWith('text/event-stream'))
    throw new Error(`${response.status}: ${await response.text()}`);
  const told = response.body!.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
  const events: ChatEvent[] = [];
  try {
    for await (const { data } of told) {
      const event = JSON.parse(data) as ChatEvent;
      events.push(event);
      await onEvent?.(event, () => leave.abort());
    }
  } catch (error) {
    if (!leave.signal.aborted) throw error;
  }
  return events;
}
