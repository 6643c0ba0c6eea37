import { type BoardEvent, LISTENED_HEADER_BYTES, LISTENED_PARTIES } from '../../shared/api/calls/board.ts';
import { api, unwrap } from './client.ts';

export type { BoardCall, BoardEvent } from '../../shared/api/calls/board.ts';

const KINDS: BoardEvent['kind'][] = ['board', 'changed', 'timeline', 'event', 'words', 'over'];
const RECONNECT_MS = [1000, 2000, 5000, 10_000, 30_000];

/**
 * Follows the calls in progress, and one of them closely, connecting again for as long as it takes: each connection
 * begins with all there is. Returns what stops it.
 */
export function followBoard(
  callId: string | undefined,
  { tell, onLost }: { tell: (event: BoardEvent) => void; onLost: () => void },
): () => void {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  const connect = () => {
    source = new EventSource(`/api/v1/calls/live/stream${callId ? `?call=${callId}` : ''}`);
    source.onopen = () => {
      failures = 0;
    };
    for (const kind of KINDS)
      source.addEventListener(kind, ({ data }: MessageEvent<string>) => tell(JSON.parse(data) as BoardEvent));
    source.onerror = () => {
      onLost();
      if (source?.readyState !== EventSource.CLOSED) return;
      timer = setTimeout(connect, RECONNECT_MS[Math.min(failures++, RECONNECT_MS.length - 1)]);
    };
  };
  connect();
  return () => {
    clearTimeout(timer);
    source?.close();
  };
}

/** A piece of what a listener hears. */
export interface HeardSound {
  party: (typeof LISTENED_PARTIES)[number];
  /** When it sounds, on the clock of the call. */
  atMs: number;
  /** 8 kHz. */
  muLaw: Uint8Array;
}

/** Hears a call; `onClosed` says whether it had begun and why it ended, where the server says so. */
export function openEar(
  callId: string,
  { hear, onClosed }: { hear: (sound: HeardSound) => void; onClosed: (reason: string) => void },
): () => void {
  const url = new URL(`/api/v1/calls/${callId}/listen`, window.location.origin);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  const socket = new WebSocket(url);
  socket.binaryType = 'arraybuffer';
  socket.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => {
    const view = new DataView(data);
    const party = LISTENED_PARTIES[view.getUint8(0)];
    if (party) hear({ party, atMs: view.getUint32(1), muLaw: new Uint8Array(data, LISTENED_HEADER_BYTES) });
  };
  socket.onclose = ({ reason }) => onClosed(reason);
  return () => {
    socket.onclose = null;
    socket.close();
  };
}

const at = (id: string) => ({ params: { path: { id } } });
export const adviseCall = (id: string, text: string) =>
  unwrap(api.POST('/api/v1/calls/{id}/advise', { ...at(id), body: { text } }));
export const handBackCall = (id: string) => unwrap(api.POST('/api/v1/calls/{id}/hand-back', at(id)));
export const endCall = (id: string) => unwrap(api.POST('/api/v1/calls/{id}/end', at(id)));
