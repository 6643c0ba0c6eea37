import type { WorkspaceEvent } from '../../../shared/api/operations.ts';
import { EVENT_TYPES } from './staleKeys.ts';

export type LiveState = 'connecting' | 'live' | 'lost';

/** What a stream of the workspace's events tells. */
export type StreamWord =
  | { kind: 'state'; state: LiveState }
  | { kind: 'event'; event: WorkspaceEvent }
  /** A new connection, or an interruption behind it: what happened before was not told. */
  | { kind: 'hello' | 'gap' }
  /** The server closed the door, perhaps because the session ended. */
  | { kind: 'refused' };

const RECONNECT_MS = [1000, 2000, 5000, 10_000, 30_000];

/** Reads the server's events, connecting again for as long as it takes. Returns what stops it. */
export function openStream(tell: (word: StreamWord) => void): () => void {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;

  const receive = (message: MessageEvent<string>) =>
    tell({ kind: 'event', event: JSON.parse(message.data) as WorkspaceEvent });

  const connect = () => {
    tell({ kind: 'state', state: 'connecting' });
    source = new EventSource('/api/v1/events');
    source.onopen = () => {
      failures = 0;
      tell({ kind: 'state', state: 'live' });
    };
    source.onmessage = receive;
    for (const type of EVENT_TYPES) source.addEventListener(type, receive);
    source.addEventListener('hello', () => tell({ kind: 'hello' }));
    source.addEventListener('gap', () => tell({ kind: 'gap' }));
    source.onerror = () => {
      tell({ kind: 'state', state: 'lost' });
      if (source?.readyState !== EventSource.CLOSED) return;
      timer = setTimeout(connect, RECONNECT_MS[Math.min(failures++, RECONNECT_MS.length - 1)]);
      tell({ kind: 'refused' });
    };
  };
  connect();
  return () => {
    clearTimeout(timer);
    source?.close();
  };
}
