import { createHash, randomBytes } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Socket } from 'node:net';

/** What comes of a line. */
export interface LineMessages {
  text(message: Buffer): void;
  /** Once, whoever ended it; 1006: it broke. */
  closed(code: number): void;
}

const TEXT = 1;
const CLOSE = 8;
const PING = 9;
const PONG = 10;
const FINAL = 0x80;
const MASKED = 0x80;
/** Where a length of seven bits stands: it follows in sixteen. */
const LENGTH_IN_16_BITS = 126;
const BROKEN = 1006;
const NOT_UNDERSTOOD = 1002;
/** Of RFC 6455, section 1.3. */
const HANDSHAKE = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
/** An answer of more than this is no line. */
const MOST_BYTES = 16 * 1024 * 1024;
const CONNECT_WITHIN_MS = 15_000;

/**
 * A WebSocket as its client (RFC 6455), for text alone. A message is put together, masked and written as one block:
 * fifty go out in a second of each call, and whoever measures must cost less than what is measured.
 */
export class LineSocket {
  private rest: Buffer = Buffer.alloc(0);
  private readonly mask = randomBytes(4);
  private readonly mask32: number;
  private readonly socket: Socket;
  private readonly to: LineMessages;
  private over = false;
  private closing = false;

  constructor(socket: Socket, head: Buffer, to: LineMessages) {
    this.socket = socket;
    this.to = to;
    this.mask32 = new Int32Array(Uint8Array.from(this.mask).buffer)[0]!;
    socket.setNoDelay(true);
    socket.setTimeout(0);
    socket.on('data', (chunk: Buffer) => this.read(chunk));
    socket.on('error', () => this.end(BROKEN));
    socket.on('close', () => this.end(BROKEN));
    if (head.length > 0) this.read(head);
  }

  /** Sends a message of these pieces, all ASCII. */
  send(...pieces: (string | Buffer)[]): void {
    if (this.over || this.closing) return;
    let length = 0;
    for (const piece of pieces) length += piece.length;
    const block = this.block(length);
    let at = HEAD_BYTES;
    for (const piece of pieces)
      at += typeof piece === 'string' ? block.write(piece, at, 'latin1') : piece.copy(block, at);
    this.finish(TEXT, block, length);
  }

  /** Says that it is over; the other side's close or the end of the connection follows. */
  close(): void {
    if (this.over || this.closing) return;
    const block = this.block(2);
    block.writeUInt16BE(1000, HEAD_BYTES);
    this.finish(CLOSE, block, 2);
    this.closing = true;
  }

  /** Breaks off, as a line that is cut. */
  destroy(): void {
    this.socket.destroy();
  }

  /** Bytes that could not be written yet. */
  get backlogBytes(): number {
    return this.socket.writableLength;
  }

  /** Room for a frame of `length` bytes, which begin at a multiple of four behind its head. */
  private block(length: number): Buffer {
    // Filled up to whole words, which are masked at once; what is sent ends where the message does.
    return Buffer.allocUnsafe(HEAD_BYTES + Math.ceil(length / 4) * 4);
  }

  private finish(kind: number, block: Buffer, length: number): void {
    const words = new Int32Array(
      block.buffer,
      block.byteOffset + HEAD_BYTES,
      (block.length - HEAD_BYTES) / 4,
    );
    for (let i = 0; i < words.length; i++) words[i]! ^= this.mask32;
    this.mask.copy(block, HEAD_BYTES - this.mask.length);
    // A length is told in the fewest bytes that hold it (section 5.2); a server ends a line that does otherwise.
    const short = length < LENGTH_IN_16_BITS;
    const from = short ? 2 : 0;
    block[from] = FINAL | kind;
    block[from + 1] = MASKED | (short ? length : LENGTH_IN_16_BITS);
    if (!short) block.writeUInt16BE(length, 2);
    this.socket.write(block.subarray(from, HEAD_BYTES + length));
  }

  private read(chunk: Buffer): void {
    this.rest = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    try {
      while (!this.over) {
        const frame = readFrame(this.rest);
        if (!frame) return;
        this.rest = this.rest.subarray(frame.bytes);
        this.take(frame);
      }
    } catch {
      this.socket.destroy();
      this.end(NOT_UNDERSTOOD);
    }
  }

  private take({ kind, body }: Frame): void {
    if (kind === TEXT) this.to.text(body);
    else if (kind === PING) {
      const block = this.block(body.length);
      body.copy(block, HEAD_BYTES);
      this.finish(PONG, block, body.length);
    } else if (kind === CLOSE) {
      this.close();
      this.socket.end();
      this.end(body.length >= 2 ? body.readUInt16BE(0) : 1005);
    }
  }

  private end(code: number): void {
    if (this.over) return;
    this.over = true;
    this.socket.destroySoon();
    this.to.closed(code);
  }
}

/** With a 16-bit length and a mask; a head without that length begins two bytes later. */
const HEAD_BYTES = 8;

interface Frame {
  kind: number;
  body: Buffer;
  /** Head and body. */
  bytes: number;
}

/** The first frame of what a server sent; null while it is not whole. Throws Error for what no server sends. */
function readFrame(rest: Buffer): Frame | null {
  if (rest.length < 2) return null;
  const [first, second] = [rest[0]!, rest[1]!];
  if ((first & FINAL) === 0 || (second & MASKED) !== 0) throw new Error('A frame that no server sends here.');
  let length = second & 0x7f;
  let at = 2;
  if (length === LENGTH_IN_16_BITS) {
    if (rest.length < 4) return null;
    length = rest.readUInt16BE(2);
    at = 4;
  } else if (length === 127) {
    if (rest.length < 10) return null;
    length = Number(rest.readBigUInt64BE(2));
    at = 10;
  }
  if (length > MOST_BYTES) throw new Error(`A message of ${length} bytes.`);
  return rest.length < at + length
    ? null
    : { kind: first & 0x0f, body: rest.subarray(at, at + length), bytes: at + length };
}

/** The server would not open the line. */
export class LineRefused extends Error {
  override readonly name = 'LineRefused';
  readonly status: number;
  constructor(status: number) {
    super(`The line was refused: ${status}.`);
    this.status = status;
  }
}

/** Opens a line. Rejects with LineRefused, or with what the network says. */
export function openLine(
  address: string,
  headers: Readonly<Record<string, string>>,
  to: LineMessages,
): Promise<LineSocket> {
  const url = new URL(address.replace(/^ws/, 'http'));
  const key = randomBytes(16).toString('base64');
  const ask = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const request = ask(url, {
      agent: false,
      timeout: CONNECT_WITHIN_MS,
      headers: {
        ...headers,
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': key,
      },
    });
    request.once('response', (response) => {
      response.resume();
      reject(new LineRefused(response.statusCode ?? 0));
    });
    request.once('timeout', () => request.destroy(new Error('The line was not opened in time.')));
    request.once('error', reject);
    request.once('upgrade', (response, socket, head) => {
      const accept = createHash('sha1')
        .update(key + HANDSHAKE)
        .digest('base64');
      if (response.headers['sec-websocket-accept'] !== accept) {
        socket.destroy();
        reject(new Error('The server answered another handshake.'));
      } else resolve(new LineSocket(socket as Socket, head, to));
    });
    request.end();
  });
}
