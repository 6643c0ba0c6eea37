import { FRAME_BYTES, FRAME_MS } from '../../telephony/callTransport.ts';
import { type Faults, FaultyPath, NO_FAULTS } from './faults.ts';
import type { LineSocket } from './lineSocket.ts';
import { isAudible, type LineSound, SILENT_FRAME } from './lineSound.ts';
import { Playout } from './playout.ts';
import { Tape } from './tape.ts';
import { type TimesOfCall, Timing } from './timing.ts';
import type { Rider } from './wheel.ts';

/** What a caller can do, and what it hears; all of it within a frame. */
export interface CallerSide {
  /** From the beginning of the sound. */
  readonly atMs: number;
  /** Begins to say this; what was being said ends. */
  say(sound: LineSound): void;
  readonly saying: boolean;
  key(digit: string): void;
  hangUp(): void;
  /** The connection breaks. */
  vanish(): void;
  /** How long nothing has been heard of the agent; counts from the beginning until something was. */
  readonly agentSilentMs: number;
  /** How long the agent has been speaking, pauses included; 0 while it is silent. */
  readonly agentSpeakingMs: number;
  /** What was heard from then until now, µ-law; empty where nothing is recorded. */
  heardSince(atMs: number): Uint8Array;
}

/** Somebody who calls: asked in every frame's time. */
export interface CallerOnLine {
  tick(side: CallerSide): void;
}

export type LineEnd = 'agent' | 'caller' | 'vanished' | 'broken' | 'transferred';

/** What became of the sound of a call. */
export interface LineReport extends TimesOfCall {
  end: LineEnd;
  /** How the socket was closed. */
  code: number;
  durationMs: number;
  marks: number;
  clears: number;
  /** Messages that a carrier would complain of. */
  refused: string[];
  /** µ-law, of the same length; empty where nothing is recorded. */
  sent: Uint8Array;
  heard: Uint8Array;
}

/** A pause between two of the agent's sounds that is longer ends what it says. */
const AGENT_PAUSE_MS = 400;

/** The sound of one call: what goes out every 20 ms, and what is heard of what comes. */
export class Line implements Rider, CallerSide {
  atMs = 0;
  readonly done: Promise<LineReport>;
  /** When the first frame was due, on the clock of `performance.now()`. */
  private originMs: number | null = null;
  private readonly playout = new Playout();
  private readonly timing = new Timing();
  private readonly sent: Tape;
  private readonly heard: Tape;
  private readonly path: FaultyPath<[chunk: number, payload: Buffer]> | null;
  private readonly frame = new Uint8Array(FRAME_BYTES);
  private readonly tail: string;
  private readonly options: LineOptions;
  private socket: LineSocket | null = null;
  private sound: { sound: LineSound; next: number } | null = null;
  private sequence = 1;
  private chunk = 0;
  private marks = 0;
  private clears = 0;
  private lastAudibleMs: number | null = null;
  private agentSinceMs: number | null = null;
  private readonly refused: string[] = [];
  private endedBy: LineEnd | null = null;
  private finish: (report: LineReport) => void = () => undefined;

  constructor(options: LineOptions) {
    this.options = options;
    this.sent = new Tape(options.record);
    this.heard = new Tape(options.record);
    this.path = options.faults === NO_FAULTS ? null : new FaultyPath(options.faults, options.random);
    this.tail = `"},"streamSid":"${options.streamSid}"}`;
    this.done = new Promise((resolve) => {
      this.finish = resolve;
    });
  }

  /** The socket is open: says which call this is. */
  begin(
    socket: LineSocket,
    start: { accountSid: string; callSid: string; parameters: Record<string, string> },
  ): void {
    this.socket = socket;
    const { streamSid } = this.options;
    socket.send('{"event":"connected","protocol":"Call","version":"1.0.0"}');
    const message = {
      event: 'start',
      sequenceNumber: String(this.sequence++),
      start: {
        accountSid: start.accountSid,
        streamSid,
        callSid: start.callSid,
        tracks: ['inbound'],
        mediaFormat: { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 1 },
        customParameters: start.parameters,
      },
      streamSid,
    };
    socket.send(ascii(JSON.stringify(message)));
  }

  tick(dueMs: number): void {
    if (!this.socket || this.endedBy) return;
    this.originMs ??= dueMs;
    const { vanishAtMs } = this.options.faults;
    if (vanishAtMs !== null && this.atMs >= vanishAtMs) {
      this.vanish();
      return;
    }
    this.hear();
    this.options.caller.tick(this);
    if (this.endedBy) return;
    this.speak();
    this.atMs += FRAME_MS;
  }

  get saying(): boolean {
    return this.sound !== null;
  }

  get agentSilentMs(): number {
    return this.lastAudibleMs === null ? this.atMs : this.atMs - this.lastAudibleMs;
  }

  get agentSpeakingMs(): number {
    return this.agentSinceMs === null ? 0 : this.atMs - this.agentSinceMs;
  }

  say(sound: LineSound): void {
    this.sound = { sound, next: 0 };
    if (sound.audibleToMs > 0)
      this.timing.callerSpeaks(this.atMs, this.atMs + sound.audibleFromMs, this.atMs + sound.audibleToMs);
  }

  key(digit: string): void {
    this.control({ event: 'dtmf', dtmf: { track: 'inbound_track', digit } });
    this.timing.callerKeys(this.atMs);
  }

  heardSince(atMs: number): Uint8Array {
    return this.heard.since(atMs);
  }

  hangUp(): void {
    this.leave('caller');
  }

  /** The carrier was told to do something else with the call: the stream is over. */
  takenBack(end: 'agent' | 'transferred'): void {
    this.leave(end);
  }

  vanish(): void {
    if (this.endedBy) return;
    this.endedBy = 'vanished';
    this.socket?.destroy();
  }

  /** A message of the called program. */
  text(message: Buffer): void {
    const read = parse(message);
    if (read?.event === 'media' && typeof read.media?.payload === 'string') {
      const mulaw = Buffer.from(read.media.payload, 'base64');
      if (this.playout.empty) this.timing.soundComes(this.nowMs);
      this.playout.sound(mulaw);
    } else if (read?.event === 'mark' && typeof read.mark?.name === 'string')
      this.playout.mark(read.mark.name);
    else if (read?.event === 'clear') {
      this.clears++;
      this.timing.cleared(this.nowMs);
      this.answer(this.playout.clear());
    } else this.refused.push(message.toString('utf8', 0, 200));
  }

  /** The socket is closed. */
  closed(code: number): void {
    const end = this.endedBy ?? (code === 1006 ? 'broken' : 'agent');
    this.endedBy = end;
    this.socket = null;
    this.finish({
      end,
      code,
      durationMs: this.atMs,
      marks: this.marks,
      clears: this.clears,
      refused: this.refused,
      sent: this.sent.all(),
      heard: this.heard.all(),
      ...this.timing.report(),
    });
  }

  private leave(why: LineEnd): void {
    if (this.endedBy) return;
    this.endedBy = why;
    this.control({
      event: 'stop',
      stop: { accountSid: this.options.accountSid, callSid: this.options.callSid },
    });
    this.socket?.close();
  }

  private hear(): void {
    this.answer(this.playout.next(this.frame));
    this.heard.add(this.frame);
    if (!isAudible(this.frame)) {
      if (this.agentSinceMs !== null && this.agentSilentMs > AGENT_PAUSE_MS) this.agentSinceMs = null;
      return;
    }
    this.agentSinceMs ??= this.atMs;
    this.lastAudibleMs = this.atMs;
    this.timing.heard(this.atMs);
  }

  private speak(): void {
    const { sound } = this;
    const payload = sound?.sound.frames[sound.next];
    this.chunk++;
    this.sent.add(sound?.sound.mulaw, sound ? sound.next * FRAME_BYTES : 0);
    if (sound && ++sound.next >= sound.sound.frames.length) this.sound = null;
    const frame: [number, Buffer] = [this.chunk, payload ?? SILENT_FRAME];
    if (!this.path) this.media(...frame);
    else for (const each of this.path.pass(frame, this.atMs)) this.media(...each);
  }

  private media(chunk: number, payload: Buffer): void {
    this.socket?.send(
      `{"event":"media","sequenceNumber":"${this.sequence++}","media":{"track":"inbound","chunk":"${chunk}","timestamp":"${(chunk - 1) * FRAME_MS}","payload":"`,
      payload,
      this.tail,
    );
  }

  private answer(marks: readonly string[]): void {
    this.marks += marks.length;
    if (this.options.faults.noMarks) return;
    for (const name of marks) this.control({ event: 'mark', mark: { name } });
  }

  private control(message: { event: string } & Record<string, unknown>): void {
    const { streamSid } = this.options;
    const { event, ...rest } = message;
    this.socket?.send(
      ascii(JSON.stringify({ event, sequenceNumber: String(this.sequence++), streamSid, ...rest })),
    );
  }

  /** Between two frames: when something came. */
  private get nowMs(): number {
    return this.originMs === null ? 0 : performance.now() - this.originMs;
  }
}

export interface LineOptions {
  streamSid: string;
  accountSid: string;
  callSid: string;
  caller: CallerOnLine;
  faults: Faults;
  random: () => number;
  /** Keeps what was said and heard. */
  record: boolean;
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
