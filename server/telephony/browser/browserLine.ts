import {
  BrowserMessage,
  LONGEST_SOUND_BYTES,
  type ServerMessage,
} from '../../../shared/calls/browserMessages.ts';
import { ProblemError } from '../../problem.ts';
import type { CallClosed, CallListener, CallStart, CallTransport, MessageSocket } from '../callTransport.ts';

const NORMAL = 1000;
const ABNORMAL = 1006;
const POLICY_VIOLATION = 1008;
/** So many messages that make no sense, and the line is closed. */
const MOST_GARBAGE = 20;
/** For whoever ends a call to tell its browser why. */
const LAST_WORDS_MS = 500;

/** The sound of a browser, which is told more than a telephone. */
export interface BrowserLine extends CallTransport {
  /** Says something on the socket beside the sound; `ended` closes it. */
  tell(message: ServerMessage): void;
}

/**
 * The sound of a browser's microphone and loudspeaker, from the moment its socket is open: a call of its own, or the
 * line of a person who joins one. A line that nobody answers is closed.
 */
export function openBrowserLine(
  socket: MessageSocket,
  { start, answer }: { start: Omit<CallStart, 'carrier'>; answer(line: BrowserLine): CallListener | null },
): void {
  const line = new SocketLine(socket, { ...start, carrier: 'browser' });
  const listener = answer(line);
  if (!listener) {
    socket.close(POLICY_VIOLATION);
    return;
  }
  line.listener = listener;
  let garbage = 0;
  const suspect = () => {
    garbage++;
    if (garbage <= MOST_GARBAGE) return;
    socket.close(POLICY_VIOLATION);
    line.end('protocol-error');
  };
  socket.on('message', (data: Buffer, isBinary: boolean) => {
    if (line.over) return;
    if (!isBinary) {
      const message = readMessage(data);
      if (!message) suspect();
      else if (message.type === 'mark-heard') listener.mark(message.name);
      else if (message.type === 'key') listener.dtmf(message.digit);
      else line.end('caller-hung-up');
    } else if (data.length === 0 || data.length > LONGEST_SOUND_BYTES) suspect();
    else listener.audio(data);
  });
  // A page that is left closes its socket in order: only what broke is lost.
  socket.once('close', (code) => line.end(code === ABNORMAL ? 'lost' : 'caller-hung-up'));
}

class SocketLine implements BrowserLine {
  readonly start: CallStart;
  listener: CallListener | null = null;
  over = false;
  private readonly socket: MessageSocket;

  constructor(socket: MessageSocket, start: CallStart) {
    this.socket = socket;
    this.start = start;
  }

  play(audio: Uint8Array, mark: string): void {
    if (this.over) return;
    // The bytes are the caller's again once this returns, and a socket may send later.
    if (this.open) this.socket.send(Buffer.from(audio));
    this.tell({ type: 'mark', name: mark });
  }

  clear(): void {
    if (!this.over) this.tell({ type: 'clear' });
  }

  tell(message: ServerMessage): void {
    if (!this.open) return;
    this.socket.send(JSON.stringify(message));
    if (message.type === 'ended') this.socket.close(NORMAL);
  }

  get backlogBytes(): number {
    return this.socket.bufferedAmount;
  }

  async hangUp(): Promise<void> {
    this.end('we-hung-up');
  }

  async transfer(): Promise<void> {
    throw new ProblemError(
      'engine-refused',
      'A browser is in no telephone network: its call cannot be handed to a number.',
    );
  }

  /** Once: nothing is heard or played from now on. Why is told to the browser until its socket closes. */
  end(why: CallClosed): void {
    if (this.over) return;
    this.over = true;
    // Whoever ends it is not told in the middle of ending it.
    setImmediate(() => this.listener?.closed(why));
    setTimeout(() => this.tell({ type: 'ended', end: null }), LAST_WORDS_MS);
  }

  private get open(): boolean {
    return this.socket.readyState === this.socket.OPEN;
  }
}

function readMessage(data: Buffer): BrowserMessage | null {
  try {
    const message = BrowserMessage.safeParse(JSON.parse(data.toString('utf8')));
    return message.success ? message.data : null;
  } catch {
    return null;
  }
}
