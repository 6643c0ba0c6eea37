import { EventSourceParserStream } from 'eventsource-parser/stream';
import { WorkspaceEvent } from '../../shared/api/operations.ts';

/** Follows the states of versions as a program outside does: by server-sent events. */
export interface VersionStates {
  /** Resolves when the version is ready; rejects when it failed or was cancelled. */
  ready(versionId: string): Promise<void>;
  close(): void;
}

/** Begins to follow; returns once events arrive. */
export async function followVersions(url: string, key: string): Promise<VersionStates> {
  const closing = new AbortController();
  const response = await fetch(`${url}/api/v1/events`, {
    headers: { authorization: `Bearer ${key}`, accept: 'text/event-stream' },
    signal: closing.signal,
  });
  if (!response.ok || !response.body) throw new Error(`The events answered ${response.status}.`);
  const ended = new Map<string, string>();
  const waiting = new Map<string, (state: string) => void>();
  const events = response.body
    .pipeThrough(new TextDecoderStream())
    .pipeThrough(new EventSourceParserStream());
  const reading = (async () => {
    for await (const { data } of events) {
      const event = WorkspaceEvent.safeParse(JSON.parse(data)).data;
      if (event?.type !== 'version-state' || !['ready', 'failed', 'cancelled'].includes(event.state))
        continue;
      ended.set(event.versionId, event.state);
      waiting.get(event.versionId)?.(event.state);
    }
  })();
  reading.catch((error: unknown) => {
    if (!closing.signal.aborted) throw error;
  });
  return {
    async ready(versionId) {
      const state =
        ended.get(versionId) ?? (await new Promise<string>((resolve) => waiting.set(versionId, resolve)));
      waiting.delete(versionId);
      if (state !== 'ready') throw new Error(`The version ended ${state}.`);
    },
    close: () => closing.abort(),
  };
}
