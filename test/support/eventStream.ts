import { EventSourceParserStream } from 'eventsource-parser/stream';

export interface FollowedStream {
  /** What has been told so far, `hello` first. */
  told: { name: string | undefined; data: unknown }[];
  stop(): void;
}

/** Follows the event stream of a node with an API key. */
export async function followEvents(url: string, key: string): Promise<FollowedStream> {
  const stopping = new AbortController();
  const response = await fetch(`${url}/api/v1/events`, {
    headers: { authorization: `Bearer ${key}` },
    signal: stopping.signal,
  });
  if (!response.ok || !response.body) throw new Error(`the event stream answered ${response.status}`);
  const told: FollowedStream['told'] = [];
  const events = response.body
    .pipeThrough(new TextDecoderStream())
    .pipeThrough(new EventSourceParserStream());
  const following = (async () => {
    for await (const { event, data } of events) told.push({ name: event, data: JSON.parse(data) });
  })();
  // It ends when it is stopped here or there.
  following.catch(() => undefined);
  return { told, stop: () => stopping.abort() };
}
