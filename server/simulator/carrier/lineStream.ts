import { FRAME_MS } from '../../telephony/callTransport.ts';
import { type Faults, FaultyPath, NO_FAULTS } from './faults.ts';
import type { LineMessages, LineSocket } from './lineSocket.ts';

/** What comes of the program by a stream. */
export interface StreamEars {
  soundCame(mulaw: Uint8Array): void;
  markCame(name: string): void;
  clearCame(): void;
  /** A carrier would complain of it. */
  refuse(message: string): void;
}

/** One stream of a call: the carrier's protocol on one socket, both ways. */
export class LineStream implements LineMessages {
  /** How the socket was closed, once it is; 1006: it broke. */
  readonly over: Promise<number>;
  private readonly options: StreamOptions;
  private readonly path: FaultyPath<[chunk: number, payload: Buffer]> | null;
  private readonly tail: string;
  private socket: LineSocket | null = null;
  private sequence = 1;
  private chunk = 0;
  private ended = false;
  private resolveOver: (code: number) => void = () => undefined;

  constructor(options: StreamOptions) {
    this.options = options;
    const { faults, random, streamSid } = options;
    this.path = faults === NO_FAULTS ? null : new FaultyPath(faults, random);
    this.tail = `"},"streamSid":"${streamSid}"}`;
    this.over = new Promise((resolve) => {
      this.resolveOver = resolve;
    });
  }

  /** The socket is open: says which call this is. */
  begin(socket: LineSocket): void {
    this.socket = socket;
    const { streamSid, accountSid, callSid, parameters } = this.options;
    socket.send('{"event":"connected","protocol":"Call","version":"1.0.0"}');
    const message = {
      event: 'start',
      sequenceNumber: String(this.sequence++),
      start: {
        accountSid,
        streamSid,
        callSid,
        tracks: ['inbound'],
        mediaFormat: { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 1 },
        customParameters: parameters,
      },
      streamSid,
    };
    socket.send(ascii(JSON.stringify(message)));
  }

  /** A frame of the caller, at `atMs` from the beginning of the call's sound. */
  media(payload: Buffer, atMs: number): void {
    const frame: [number, Buffer] = [++this.chunk, payload];
    if (!this.path) this.send(...frame);
    else for (const each of this.path.pass(frame, atMs)) this.send(...each);
  }

  key(digit: string): void {
    this.control({ event: 'dtmf', dtmf: { track: 'inbound_track', digit } });
  }

  /** What was queued before this mark was heard or dropped. */
  mark(name: string): void {
    if (!this.options.faults.noMarks) this.control({ event: 'mark', mark: { name } });
  }

  /** The carrier ends it. What the program still sends by it comes to nobody. */
  stop(): void {
    if (this.ended) return;
    this.ended = true;
    const { accountSid, callSid } = this.options;
    this.control({ event: 'stop', stop: { accountSid, callSid } });
    this.socket?.close();
  }

  /** The connection breaks. */
  cut(): void {
    this.ended = true;
    this.socket?.destroy();
  }

  /** A message of the called program. */
  text(message: Buffer): void {
    if (this.ended) return;
    const { ears } = this.options;
    const read = parse(message);
    if (read?.event === 'media' && typeof read.media?.payload === 'string')
      ears.soundCame(Buffer.from(read.media.payload, 'base64'));
    else if (read?.event === 'mark' && typeof read.mark?.name === 'string') ears.markCame(read.mark.name);
    else if (read?.event === 'clear') ears.clearCame();
    else ears.refuse(message.toString('utf8', 0, 200));
  }

  closed(code: number): void {
    this.ended = true;
    this.resolveOver(code);
  }

  private send(chunk: number, payload: Buffer): void {
    this.socket?.send(
      `{"event":"media","sequenceNumber":"${this.sequence++}","media":{"track":"inbound","chunk":"${chunk}","timestamp":"${(chunk - 1) * FRAME_MS}","payload":"`,
      payload,
      this.tail,
    );
  }

  private control(message: { event: string } & Record<string, unknown>): void {
    const { streamSid } = this.options;
    const { event, ...rest } = message;
    this.socket?.send(
      ascii(JSON.stringify({ event, sequenceNumber: String(this.sequence++), streamSid, ...rest })),
    );
  }
}

export interface StreamOptions {
  streamSid: string;
  accountSid: string;
  callSid: string;
  parameters: Record<string, string>;
  faults: Faults;
  random: () => number;
  ears: StreamEars;
}

/** A message as the line carries it: everything beyond ASCII is escaped. */
const ascii = (json: string) =>
  json.replaceAll(/[\u0080-\uffff]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);

interface Incoming {
  event?: unknown;
  media?: { payload?: unknown };
  mark?: { name?: unknown };
}

function parse(message: Buffer): Incoming | null {
  try {
    return JSON.parse(message.toString()) as Incoming;
  } catch {
    return null;
  }
}
