/** Every transport carries the telephone's sound: µ-law, mono. */
export const CALL_RATE_HZ = 8_000;
/** A frame as carriers send it. */
export const FRAME_MS = 20;
export const FRAME_BYTES = (CALL_RATE_HZ * FRAME_MS) / 1000;

/** Who carries a call. */
export type Carrier = 'twilio' | 'browser' | 'sip';

/** A call whose sound has begun to flow. */
export interface CallStart {
  carrier: Carrier;
  /** The carrier's own name of the call (`callSid`). */
  carrierCallId: string;
  /** E.164, or what the carrier shows instead of a number; null where there is none. */
  from: string | null;
  to: string | null;
  direction: 'inbound' | 'outbound';
  /** What whoever answered the call passed on to its sound, such as the ids of the call and of its flow. */
  parameters: Readonly<Record<string, string>>;
}

/** Why the sound of a call ended. `lost`: the connection broke; whether the caller hung up is not known. */
export type CallClosed = 'caller-hung-up' | 'we-hung-up' | 'transferred' | 'lost' | 'protocol-error';

/**
 * What happens on a call, told on the thread that owns its socket: none of these may take longer than a millisecond.
 * After `closed` nothing more is told.
 */
export interface CallListener {
  /**
   * µ-law as it came, in order, silence included; usually 20 ms. The bytes are the transport's: what is to be kept
   * must be copied.
   */
  audio(frame: Uint8Array): void;
  /** `0`–`9`, `*`, `#`, `A`–`D`; of the caller's leg alone. */
  dtmf(digit: string): void;
  /**
   * All that was queued before this mark has left the carrier's queue: heard, or dropped by a `clear`. Marks come
   * in the order in which they were queued; after a `clear` it is not told which of the two happened.
   */
  mark(name: string): void;
  /** Where the caller was handed over to nobody answered: they are back, and sound flows both ways again. */
  returned(): void;
  closed(why: CallClosed): void;
}

/**
 * The sound of one call, both ways, whoever carries it. Methods do nothing once the call is closed. Sound may be
 * queued ahead of real time; what the carrier holds is dropped by `clear`.
 */
export interface CallTransport {
  readonly start: CallStart;
  /** Queues µ-law behind what is queued, and a mark behind it. The bytes are copied or sent before it returns. */
  play(audio: Uint8Array, mark: string): void;
  /** Drops what is queued; marks that were pending are told at once, as if they had been heard. */
  clear(): void;
  /** How much could not be handed to the network yet, in bytes: a caller whose line is too slow. */
  readonly backlogBytes: number;
  /** Ends the call at the carrier; resolves once it knows. Throws ProblemError with the codes of engines. */
  hangUp(): Promise<void>;
  /**
   * Hands the caller over to a number (E.164) or a SIP address, which rings for so long. Our part of the call ends
   * (`closed`) once somebody answers; should nobody, the caller comes back (`returned`). Throws as `hangUp`.
   */
  transfer(to: string, ringMs: number): Promise<void>;
}

/** Gives whoever listens to a call that begins; null: nobody takes it, and it is ended. */
export type AnswerTransport = (transport: CallTransport) => CallListener | null;

/** A WebSocket, or what carries its messages to another process. */
export interface MessageSocket {
  readonly OPEN: number;
  readonly readyState: number;
  readonly bufferedAmount: number;
  send(data: Uint8Array | string): void;
  close(code?: number, reason?: string): void;
  on(event: 'message', listener: (data: Buffer, isBinary: boolean) => void): unknown;
  off(event: 'message', listener: (data: Buffer, isBinary: boolean) => void): unknown;
  once(event: 'close', listener: (code: number, reason: Buffer) => void): unknown;
}
