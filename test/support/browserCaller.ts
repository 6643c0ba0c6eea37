import { WebSocket } from 'ws';
import { CALL_RATE_HZ, FRAME_BYTES, FRAME_MS } from '../../server/telephony/callTransport.ts';
import type { ServerMessage } from '../../shared/calls/browserMessages.ts';

const SILENT = Buffer.alloc(FRAME_BYTES, 0xff);
const msOf = (bytes: number) => (bytes / CALL_RATE_HZ) * 1000;

/** Somebody who calls as a browser does, from outside: sound in real time, marks told once they were heard. */
export class BrowserCaller {
  /** What was said on the socket beside the sound. */
  readonly told: ServerMessage[] = [];
  /** What was heard, µ-law, in order. */
  readonly heard: Buffer[] = [];
  readonly ended: Promise<void>;
  /** The status of a call that was not taken. */
  refusedWith: number | null = null;
  readonly #socket: WebSocket;
  readonly #ticking: NodeJS.Timeout;
  #saying: Buffer = Buffer.alloc(0);
  #sentFrames = 0;
  readonly #beganMs = performance.now();
  #playedToMs = 0;
  #pending: { mark: string; timer: NodeJS.Timeout }[] = [];

  constructor(url: string, key: string, query = '') {
    this.#socket = new WebSocket(`${url.replace('http', 'ws')}/api/v1/calls/browser${query}`, {
      headers: { authorization: `Bearer ${key}` },
    });
    this.#ticking = setInterval(() => this.#send(), FRAME_MS);
    this.#socket.on('message', (data: Buffer, isBinary) =>
      isBinary ? this.#hear(data) : this.#obey(JSON.parse(String(data)) as ServerMessage),
    );
    this.#socket.on('error', () => undefined);
    this.#socket.on('unexpected-response', (_request, { statusCode = 0 }) => {
      this.refusedWith = statusCode;
      this.#socket.terminate();
    });
    this.ended = new Promise((resolve) =>
      this.#socket.once('close', () => {
        clearInterval(this.#ticking);
        for (const { timer } of this.#pending) clearTimeout(timer);
        resolve();
      }),
    );
  }

  get callId(): string {
    const began = this.told.find((each) => each.type === 'began');
    if (!began) throw new Error('the call has not begun');
    return began.callId;
  }

  /** What was said on the call so far, by either party. */
  get words(): string[] {
    return this.told.flatMap((each) =>
      each.type === 'event' && (each.event.kind === 'heard' || each.event.kind === 'spoken')
        ? [each.event.text]
        : [],
    );
  }

  /** Says this, µ-law, from now on; silence follows. */
  say(muLaw: Uint8Array): void {
    this.#saying = Buffer.from(muLaw);
  }

  get saying(): boolean {
    return this.#saying.length > 0;
  }

  press(digit: string): void {
    this.#socket.send(JSON.stringify({ type: 'key', digit }));
  }

  /** As a page that is left. */
  hangUp(): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify({ type: 'hang-up' }));
    setTimeout(() => this.#socket.close(), 500);
  }

  #send(): void {
    if (this.#socket.readyState !== WebSocket.OPEN) return;
    const due = Math.floor((performance.now() - this.#beganMs) / FRAME_MS);
    for (; this.#sentFrames < due; this.#sentFrames++) {
      const frame = Buffer.from(SILENT);
      this.#saying.copy(frame, 0, 0, FRAME_BYTES);
      this.#saying = this.#saying.subarray(FRAME_BYTES);
      this.#socket.send(frame);
    }
  }

  #hear(data: Buffer): void {
    this.heard.push(data);
    this.#playedToMs = Math.max(this.#playedToMs, performance.now()) + msOf(data.length);
  }

  #obey(message: ServerMessage): void {
    this.told.push(message);
    if (message.type === 'mark') {
      const timer = setTimeout(
        () => this.#tellMark(message.name),
        Math.max(0, this.#playedToMs - performance.now()),
      );
      this.#pending.push({ mark: message.name, timer });
    } else if (message.type === 'clear') {
      this.#playedToMs = 0;
      for (const { mark } of [...this.#pending]) this.#tellMark(mark);
    }
  }

  #tellMark(name: string): void {
    for (const { mark, timer } of this.#pending) if (mark === name) clearTimeout(timer);
    this.#pending = this.#pending.filter(({ mark }) => mark !== name);
    if (this.#socket.readyState === WebSocket.OPEN)
      this.#socket.send(JSON.stringify({ type: 'mark-heard', name }));
  }
}
