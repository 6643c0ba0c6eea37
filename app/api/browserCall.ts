import type { JoinWay } from '../../shared/api/calls/board.ts';
import type { BrowserMessage, ServerMessage } from '../../shared/calls/browserMessages.ts';

/** A call in progress that somebody joins by a line of their own. */
export interface JoinTarget {
  callId: string;
  how: JoinWay;
}

/** Whom a call from the browser reaches; `primary`: whoever answers for the workspace. */
export type CallTarget = { flowId: string } | { personalityId: string } | { primary: true } | JoinTarget;

interface CallSocketEvents {
  onMessage: (message: ServerMessage) => void;
  /** µ-law, 8 kHz. */
  onSound: (muLaw: Uint8Array<ArrayBuffer>) => void;
  /** Once; `opened`: the server had taken the call; `reason`: why it closed it, or nothing. */
  onClosed: (opened: boolean, reason: string) => void;
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
  const url = new URL(addressOf(target), window.location.origin);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  const socket = new WebSocket(url);
  socket.binaryType = 'arraybuffer';
  let opened = false;
  socket.onopen = () => {
    opened = true;
  };
  socket.onclose = ({ reason }) => events.onClosed(opened, reason);
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

function addressOf(target: CallTarget): string {
  if ('callId' in target) return `/api/v1/calls/${target.callId}/join?how=${target.how}`;
  return 'primary' in target
    ? '/api/v1/calls/browser'
    : `/api/v1/calls/browser?${new URLSearchParams(target)}`;
}
