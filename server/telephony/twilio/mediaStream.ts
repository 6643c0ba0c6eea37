import type {
  AnswerTransport,
  CallClosed,
  CallListener,
  CallStart,
  CallTransport,
  MessageSocket,
} from '../callTransport.ts';
import { FRAME_BYTES } from '../callTransport.ts';
import { type ControlMessage, isMedia, type MediaFrame, readControl, readMedia } from './messages.ts';

/** Silence in µ-law. */
const SILENCE = new Uint8Array(FRAME_BYTES).fill(0xff);
/** A gap of more frames than this is a break of the line, not lost frames. */
const MOST_FILLED_FRAMES = 50;
/** Whoever connects says within so long which call it is. */
const START_WITHIN_MS = 5_000;
/** So many messages that make no sense, and the line is closed. */
const MOST_GARBAGE = 20;
/** What is kept of a call that is being let in, in messages: five seconds of sound. */
const MOST_WAITING = 250;
const POLICY_VIOLATION = 1008;
const NORMAL = 1000;

/** What only the carrier can do, by its REST interface. */
export interface CallControl {
  transfer(callSid: string, to: string, ringMs: number): Promise<void>;
}

type Described = Pick<CallStart, 'from' | 'to' | 'direction'>;

/** Another process has the call: its socket is served there, and nothing more is done with it here. */
export const ELSEWHERE = 'elsewhere';

/**
 * What whoever answered the call said of it: Twilio's stream names the call alone. Null, or a promise that rejects:
 * nobody let it in. What comes while it is waited for is told once the call is answered.
 */
export type DescribeCall = (
  start: Pick<CallStart, 'carrierCallId' | 'parameters'>,
) => Described | typeof ELSEWHERE | null | Promise<Described | typeof ELSEWHERE | null>;

/**
 * The sound of one call by Twilio's Media Streams, from the moment its socket is open. A call that nobody describes
 * or answers, sound before the start, a second start and too much garbage close the socket: Twilio then ends the call.
 */
export function openMediaStream(
  socket: MessageSocket,
  { answer, describe, control }: { answer: AnswerTransport; describe: DescribeCall; control: CallControl },
): void {
  let stream: { listener: CallListener } | null = null;
  /** What came while it was found out whether the call is let in. */
  let waiting: ((listener: CallListener) => void)[] | null = null;
  let garbage = 0;
  let nextChunk = 1;
  let isElsewhere = false;
  let why: CallClosed = 'lost';
  const deadline = setTimeout(() => refuse(), START_WITHIN_MS);

  const refuse = () => {
    why = 'protocol-error';
    socket.close(POLICY_VIOLATION);
  };

  function begin(start: { streamSid: string; callSid: string; customParameters: Record<string, string> }) {
    clearTimeout(deadline);
    if (stream || waiting) {
      refuse();
      return;
    }
    const known = { carrierCallId: start.callSid, parameters: start.customParameters };
    const described = describe(known);
    if (!(described instanceof Promise)) {
      take(start.streamSid, known, described);
      return;
    }
    waiting = [];
    described.then(
      (found) => take(start.streamSid, known, found),
      () => take(start.streamSid, known, null),
    );
  }

  function take(
    streamSid: string,
    known: Pick<CallStart, 'carrierCallId' | 'parameters'>,
    described: Described | typeof ELSEWHERE | null,
  ): void {
    isElsewhere = described === ELSEWHERE;
    if (socket.readyState !== socket.OPEN || described === ELSEWHERE) return;
    if (!described) {
      refuse();
      return;
    }
    const transport = new TwilioTransport(socket, streamSid, control, {
      carrier: 'twilio',
      ...known,
      ...described,
    });
    transport.onEnd = (reason) => {
      why = reason;
    };
    const listener = answer(transport);
    if (!listener) {
      refuse();
      return;
    }
    stream = { listener };
    const missed = waiting ?? [];
    waiting = null;
    for (const one of missed) one(listener);
  }

  /** Tells whoever listens, now or once the call is answered. */
  function tell(what: (listener: CallListener) => void): void {
    if (stream) what(stream.listener);
    else if (waiting && waiting.length < MOST_WAITING) waiting.push(what);
  }

  function hear(message: Buffer): void {
    const frame = readMedia(message);
    if (!stream && !waiting) refuse();
    else if (!frame) suspect();
    else hearFrame(frame);
  }

  function hearFrame(frame: MediaFrame): void {
    // One that comes late belongs to what was heard already.
    if (frame.chunk < nextChunk) return;
    const missing = frame.chunk - nextChunk;
    if (missing <= MOST_FILLED_FRAMES)
      for (let i = 0; i < missing; i++) tell((listener) => listener.audio(SILENCE));
    nextChunk = frame.chunk + 1;
    if (stream) stream.listener.audio(frame.audio);
    else {
      const kept = Uint8Array.from(frame.audio);
      tell((listener) => listener.audio(kept));
    }
  }

  function obey(message: ControlMessage | null): void {
    if (!message) suspect();
    else if (message.event === 'start') begin(message.start);
    else if (message.event === 'stop') {
      if (why === 'lost') why = 'caller-hung-up';
      socket.close(NORMAL);
    } else if (message.event === 'connected') return;
    else if (!stream && !waiting) refuse();
    else if (message.event === 'dtmf') tell((listener) => listener.dtmf(message.dtmf.digit));
    else tell((listener) => listener.mark(message.mark.name));
  }

  function suspect(): void {
    garbage++;
    if (garbage > MOST_GARBAGE) refuse();
  }

  socket.on('message', (data: Buffer, isBinary: boolean) => {
    if (socket.readyState !== socket.OPEN || isElsewhere) return;
    if (!isBinary && isMedia(data)) hear(data);
    else obey(isBinary ? null : readControl(data));
  });
  socket.once('close', () => {
    clearTimeout(deadline);
    stream?.listener.closed(why);
    stream = null;
  });
}

class TwilioTransport implements CallTransport {
  readonly start: CallStart;
  onEnd: (why: CallClosed) => void = () => undefined;
  private readonly socket: MessageSocket;
  private readonly control: CallControl;
  /** What every message begins with, so that nothing is serialised for sound. */
  private readonly head: { media: string; mark: string; clear: string };

  constructor(socket: MessageSocket, streamSid: string, control: CallControl, start: CallStart) {
    this.socket = socket;
    this.control = control;
    this.start = start;
    const sid = JSON.stringify(streamSid);
    this.head = {
      media: `{"event":"media","streamSid":${sid},"media":{"payload":"`,
      mark: `{"event":"mark","streamSid":${sid},"mark":{"name":`,
      clear: `{"event":"clear","streamSid":${sid}}`,
    };
  }

  play(audio: Uint8Array, mark: string): void {
    if (!this.open) return;
    const bytes = Buffer.from(audio.buffer, audio.byteOffset, audio.byteLength);
    this.socket.send(`${this.head.media}${bytes.toString('base64')}"}}`);
    this.socket.send(`${this.head.mark}${JSON.stringify(mark)}}}`);
  }

  clear(): void {
    if (this.open) this.socket.send(this.head.clear);
  }

  get backlogBytes(): number {
    return this.socket.bufferedAmount;
  }

  /** The call's instructions end behind its stream: without it, Twilio hangs up. */
  async hangUp(): Promise<void> {
    if (!this.open) return;
    this.onEnd('we-hung-up');
    this.socket.close(NORMAL);
  }

  async transfer(to: string, ringMs: number): Promise<void> {
    if (!this.open) return;
    await this.control.transfer(this.start.carrierCallId, to, ringMs);
    this.onEnd('transferred');
    this.socket.close(NORMAL);
  }

  private get open(): boolean {
    return this.socket.readyState === this.socket.OPEN;
  }
}
