import { EventEmitter } from 'node:events';
import type { RelayedLine } from './contract.ts';

/** What goes from one end of a line to the other. */
export type LineWord =
  | { kind: 'text'; text: string }
  | { kind: 'sound'; base64: string }
  | { kind: 'beat' }
  | { kind: 'close'; code: number; reason: string };

const OPEN = 1;
const CLOSED = 3;
const NORMAL = 1000;
const ABNORMAL = 1006;
const OVERLOADED = 1013;
const BEAT_MS = 2_000;
/** The other process is gone, or Redis is. */
const SILENT_MS = 7_000;
/** Redis, or whoever is to listen, is too far behind: minutes of sound. */
const MOST_WAITING_BYTES = 512 * 1024;

/** One end of a line; `write` hands a word to Redis and resolves once Redis has it. */
export class Line extends EventEmitter implements RelayedLine {
  readonly OPEN = OPEN;
  readyState: number = OPEN;
  bufferedAmount = 0;
  readonly #write: (word: LineWord) => Promise<unknown>;
  readonly #beating: NodeJS.Timeout;
  #heardAtMs = performance.now();
  /** What came before anybody listened. */
  #early: { data: Buffer; isBinary: boolean }[] = [];
  #earlyBytes = 0;

  constructor(write: (word: LineWord) => Promise<unknown>) {
    super();
    this.#write = write;
    this.#beating = setInterval(() => this.#beat(), BEAT_MS);
    this.on('newListener', (event) => {
      if (event === 'message') queueMicrotask(() => this.#tellEarly());
    });
  }

  send(data: Uint8Array | string): void {
    if (this.readyState !== OPEN) return;
    if (typeof data === 'string') this.#hand({ kind: 'text', text: data }, data.length);
    else this.#hand({ kind: 'sound', base64: Buffer.from(data).toString('base64') }, data.length);
  }

  close(code = NORMAL, reason = ''): void {
    if (this.readyState !== OPEN) return;
    void this.#write({ kind: 'close', code, reason }).catch(() => undefined);
    this.#over(code, reason);
  }

  /** Takes a word of the other end. */
  take(word: LineWord): void {
    if (this.readyState !== OPEN) return;
    this.#heardAtMs = performance.now();
    if (word.kind === 'close') this.#over(word.code, word.reason);
    else if (word.kind === 'text') this.#tell(Buffer.from(word.text), false);
    else if (word.kind === 'sound') this.#tell(Buffer.from(word.base64, 'base64'), true);
  }

  #tell(data: Buffer, isBinary: boolean): void {
    if (this.listenerCount('message') > 0 && this.#early.length === 0) {
      this.emit('message', data, isBinary);
      return;
    }
    this.#early.push({ data, isBinary });
    this.#earlyBytes += data.length;
    if (this.#earlyBytes > MOST_WAITING_BYTES) this.close(OVERLOADED, 'Nobody listens.');
  }

  #tellEarly(): void {
    const early = this.#early;
    this.#early = [];
    this.#earlyBytes = 0;
    for (const { data, isBinary } of early) this.emit('message', data, isBinary);
  }

  #hand(word: LineWord, bytes: number): void {
    this.bufferedAmount += bytes;
    if (this.bufferedAmount > MOST_WAITING_BYTES) {
      this.close(OVERLOADED, 'The line is too slow.');
      return;
    }
    this.#write(word).then(
      () => {
        this.bufferedAmount -= bytes;
      },
      () => this.#over(ABNORMAL, 'Redis does not answer.'),
    );
  }

  #beat(): void {
    if (performance.now() - this.#heardAtMs > SILENT_MS) this.#over(ABNORMAL, 'The other process is gone.');
    else void this.#write({ kind: 'beat' }).catch(() => undefined);
  }

  #over(code: number, reason: string): void {
    if (this.readyState !== OPEN) return;
    this.readyState = CLOSED;
    clearInterval(this.#beating);
    this.#early = [];
    // Whoever closes it is not told in the middle of closing it.
    setImmediate(() => this.emit('close', code, Buffer.from(reason)));
  }
}
