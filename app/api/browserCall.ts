import type { BrowserMessage, ServerMessage } from '../../shared/calls/browserMessages.ts';

/** Whom a call from the browser reaches. */
export type CallTarget = { flowId: string } | { personalityId: string };

interface CallSocketEvents {
  onMessage: (message: ServerMessage) => void;
  /** µ-law, 8 kHz. */
  onSound: (muLaw: Uint8Array<ArrayBuffer>) => void;
  /** Once; `opened`: the server had taken the call. */
  onClosed: (opened: boolean) => void;
}

export interface CallSocket {
  send(message: BrowserMessage): void;
  sendSound(muLaw: Uint8Array<ArrayBuffer>): void;
  close(): void;
}

/** Sound that waits longer than this to leave, in bytes of µ-law (2 s), is not worth sending: the line is too slow. */
const MOST_WAITING_BYTES = 16_000;

/** Opens the socket of a call. */
export function openCallSocket(target: CallTarget, events: CallSocketEvents): CallSocket {
  const url = new URL('/api/v1/calls/browser', window.location.origin);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  for (const [name, value] of Object.entries(target)) url.searchParams.set(name, value);
  const socket = new WebSocket(url);
  socket.binaryType = 'arraybuffer';
  let opened = false;
  socket.onopen = () => {
    opened = true;
  };
  socket.onclose = () => events.onClosed(opened);
  socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => {
    if (typeof data === 'string') events.onMessage(JSON.parse(data) as ServerMessage);
    else events.onSound(new Uint8Array(data));
  };
  const isOpen = () => socket.readyState === WebSocket.OPEN;
  return {
    send: (message) => isOpen() && socket.send(JSON.stringify(message)),
    sendSound: (muLaw) => isOpen() && socket.bufferedAmount < MOST_WAITING_BYTES && socket.send(muLaw),
    close: () => socket.close(),
  };
}
