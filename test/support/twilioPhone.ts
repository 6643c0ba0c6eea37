import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { twilioSignature } from '../../server/telephony/twilio/signature.ts';
import { tokenOf } from './callDoors.ts';

const FRAME_MS = 20;
const FRAME_BYTES = 160;
const SILENCE = 0xff;

/** What a node was started with, and where it really is. */
export interface PhoneNetwork {
  nodeUrl: string;
  publicUrl: string;
  authToken: string;
}

/** The parts of Twilio that a telephone needs, by its documents, in real time. */
export interface Phone {
  readonly callSid: string;
  /** Says it once what is said has been said; resolves with its last frame. */
  say(mulaw: Uint8Array): Promise<void>;
  /** Presses a key. */
  press(digit: string): void;
  /** All that was played to the caller so far. */
  heard(): Buffer;
  /** Resolves once something was played to its end and nothing was for so long. */
  quiet(forMs: number, timeoutMs: number): Promise<void>;
  /** Breaks the line, as a caller out of reach does. */
  vanish(): void;
  hangUp(): void;
  readonly closed: Promise<number>;
}

const newSid = (kind: string) => kind + randomBytes(16).toString('hex');

/** Rings a number; gives the TwiML that is answered. */
export async function ring(
  network: PhoneNetwork,
  { to, from = '+12025550123', callSid = newSid('CA') }: { to: string; from?: string; callSid?: string },
): Promise<{ callSid: string; status: number; twiml: string }> {
  const form = { CallSid: callSid, From: from, To: to, Direction: 'inbound', CallStatus: 'ringing' };
  return { callSid, ...(await tell(network, '/telephony/twilio/voice', form)) };
}

/** Asks a webhook, with its query; gives the TwiML that is answered. */
export async function tell(
  { nodeUrl, publicUrl, authToken }: PhoneNetwork,
  path: string,
  form: Record<string, string>,
): Promise<{ status: number; twiml: string }> {
  const response = await fetch(nodeUrl + path, {
    method: 'POST',
    headers: { 'x-twilio-signature': twilioSignature(authToken, publicUrl + path, form) },
    body: new URLSearchParams(form),
  });
  return { status: response.status, twiml: await response.text() };
}

/** Rings, and opens the sound of the call as its TwiML says. */
export async function call(network: PhoneNetwork, to: string): Promise<Phone> {
  const { callSid, twiml } = await ring(network, { to });
  return connect(network, callSid, twiml);
}

/** Opens the sound of a call as a TwiML says. */
export async function connect(network: PhoneNetwork, callSid: string, twiml: string): Promise<Phone> {
  const url = /<Stream url="([^"]+)"/.exec(twiml)?.[1];
  if (!url) throw new Error(`the call was not connected: ${twiml}`);
  const socket = new WebSocket(network.nodeUrl.replace('http', 'ws') + new URL(url).pathname, {
    headers: { 'x-twilio-signature': twilioSignature(network.authToken, url) },
    perMessageDeflate: false,
  });
  await once(socket, 'open');
  return new Line(socket, callSid, tokenOf(twiml));
}

class Line implements Phone {
  readonly closed: Promise<number>;
  private readonly streamSid = newSid('MZ');
  private readonly said: { frames: Uint8Array[]; done: () => void }[] = [];
  private queued: (Uint8Array | string)[] = [];
  private readonly played: Buffer[] = [];
  private sequence = 1;
  private chunk = 0;
  private lastSoundAt = 0;
  private heardSince = false;
  private readonly pump: NodeJS.Timeout;

  constructor(
    private readonly socket: WebSocket,
    readonly callSid: string,
    token: string,
  ) {
    this.closed = once(socket, 'close').then(([code]) => {
      clearInterval(this.pump);
      return code as number;
    });
    socket.on('message', (data) => this.obey(JSON.parse(String(data))));
    socket.on('error', () => undefined);
    this.send({ event: 'connected', protocol: 'Call', version: '1.0.0' });
    this.send({
      event: 'start',
      start: {
        streamSid: this.streamSid,
        accountSid: newSid('AC'),
        callSid,
        tracks: ['inbound'],
        customParameters: { token },
        mediaFormat: { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 1 },
      },
    });
    const startedAt = performance.now();
    // By absolute time: a timer that is late sends what is due.
    this.pump = setInterval(() => {
      while (this.chunk < (performance.now() - startedAt) / FRAME_MS) this.tick();
    }, FRAME_MS / 2);
  }

  say(mulaw: Uint8Array): Promise<void> {
    const frames: Uint8Array[] = [];
    for (let at = 0; at < mulaw.length; at += FRAME_BYTES) {
      const frame = new Uint8Array(FRAME_BYTES).fill(SILENCE);
      frame.set(mulaw.subarray(at, at + FRAME_BYTES));
      frames.push(frame);
    }
    this.heardSince = false;
    return new Promise((done) => this.said.push({ frames, done }));
  }

  press(digit: string): void {
    this.send({ event: 'dtmf', dtmf: { track: 'inbound_track', digit } });
  }

  heard = () => Buffer.concat(this.played);

  async quiet(forMs: number, timeoutMs: number): Promise<void> {
    const deadline = performance.now() + timeoutMs;
    while (!this.heardSince || performance.now() - this.lastSoundAt < forMs) {
      if (performance.now() > deadline) throw new Error(`no answer was heard within ${timeoutMs} ms`);
      if (this.socket.readyState !== this.socket.OPEN) throw new Error('the line was closed');
      await new Promise((resolve) => setTimeout(resolve, FRAME_MS));
    }
  }

  vanish = () => this.socket.terminate();

  hangUp(): void {
    this.send({ event: 'stop', stop: { callSid: this.callSid } });
    this.socket.close(1000);
  }

  /** One frame of time, both ways. */
  private tick(): void {
    this.chunk++;
    const first = this.said[0];
    const frame = first?.frames.shift() ?? new Uint8Array(FRAME_BYTES).fill(SILENCE);
    if (first && first.frames.length === 0) {
      this.said.shift();
      first.done();
    }
    this.send({
      event: 'media',
      media: {
        track: 'inbound',
        chunk: String(this.chunk),
        timestamp: String(this.chunk * FRAME_MS),
        payload: Buffer.from(frame).toString('base64'),
      },
    });
    this.play(FRAME_BYTES);
  }

  /** Plays so much of what is queued, and tells the marks that are passed. */
  private play(bytes: number): void {
    let left = bytes;
    while (this.queued.length > 0) {
      const [first] = this.queued;
      if (typeof first === 'string') this.mark(first);
      else if (left === 0) return;
      else {
        const now = first!.subarray(0, left);
        this.played.push(Buffer.from(now));
        this.lastSoundAt = performance.now();
        this.heardSince = true;
        left -= now.length;
        if (now.length < first!.length) {
          this.queued[0] = first!.subarray(now.length);
          return;
        }
      }
      this.queued.shift();
    }
  }

  private obey(message: { event: string; media?: { payload: string }; mark?: { name: string } }): void {
    if (message.event === 'media') this.queued.push(Buffer.from(message.media!.payload, 'base64'));
    else if (message.event === 'mark') this.queued.push(message.mark!.name);
    else {
      const marks = this.queued.filter((one) => typeof one === 'string');
      this.queued = [];
      for (const name of marks) this.mark(name);
    }
  }

  private mark(name: string): void {
    this.send({ event: 'mark', mark: { name } });
  }

  private send(message: object): void {
    if (this.socket.readyState !== this.socket.OPEN) return;
    this.socket.send(
      JSON.stringify({ ...message, sequenceNumber: String(this.sequence++), streamSid: this.streamSid }),
    );
  }
}
