import { z } from 'zod';

/** A frame of the caller's sound, as it lies in a message. */
export interface MediaFrame {
  /** Counts the frames of the stream from 1. */
  chunk: number;
  /** µ-law; valid until the next message is read. */
  audio: Uint8Array;
}

const EVENT_MEDIA = Buffer.from('"event":"media"');
const CHUNK = Buffer.from('"chunk":"');
const PAYLOAD = Buffer.from('"payload":"');
/** Twilio writes the event first: a frame is known by the beginning of its message. */
const EVENT_WITHIN_BYTES = 24;
const QUOTE = 0x22;
const DIGIT_0 = 0x30;
/** More than a second of sound in one message is no frame. */
const LONGEST_FRAME_BYTES = 8_000;

const decoded = Buffer.alloc(LONGEST_FRAME_BYTES);

/** Whether a message is a frame of sound, by its first bytes alone. */
export function isMedia(message: Buffer): boolean {
  const at = message.indexOf(EVENT_MEDIA);
  return at >= 0 && at < EVENT_WITHIN_BYTES;
}

/**
 * The sound of a frame without parsing the message: fifty come in a second of each call. Null for what is no sound:
 * not base64, empty, or too long.
 */
export function readMedia(message: Buffer): MediaFrame | null {
  const chunk = readNumber(message, message.indexOf(CHUNK) + CHUNK.length);
  const from = message.indexOf(PAYLOAD) + PAYLOAD.length;
  if (chunk === null || from < PAYLOAD.length) return null;
  const to = message.indexOf(QUOTE, from);
  const length = to - from;
  if (to < 0 || length === 0 || length % 4 !== 0 || length > (LONGEST_FRAME_BYTES / 3) * 4) return null;
  const padding = message[to - 1] === 0x3d ? (message[to - 2] === 0x3d ? 2 : 1) : 0;
  const bytes = decoded.write(message.toString('latin1', from, to), 0, 'base64');
  // Decoding leaves out what is not base64: then it is shorter than it should be.
  if (bytes !== (length / 4) * 3 - padding) return null;
  return { chunk, audio: decoded.subarray(0, bytes) };
}

function readNumber(message: Buffer, from: number): number | null {
  if (from < CHUNK.length) return null;
  let value = 0;
  for (let at = from; ; at++) {
    const digit = message[at]! - DIGIT_0;
    if (!(digit >= 0 && digit <= 9)) return at === from ? null : value;
    value = value * 10 + digit;
  }
}

const Sid = z.string().min(1).max(64);

/** Everything but sound; fields that we do not use are let through. */
export const ControlMessage = z.discriminatedUnion('event', [
  z.object({ event: z.literal('connected') }),
  z.object({
    event: z.literal('start'),
    start: z.object({
      streamSid: Sid,
      callSid: Sid,
      customParameters: z.record(z.string().max(100), z.string().max(2_000)).default({}),
      mediaFormat: z.object({
        encoding: z.literal('audio/x-mulaw'),
        sampleRate: z.literal(8000),
        channels: z.literal(1),
      }),
    }),
  }),
  z.object({ event: z.literal('dtmf'), dtmf: z.object({ digit: z.string().regex(/^[0-9*#A-D]$/) }) }),
  z.object({ event: z.literal('mark'), mark: z.object({ name: z.string().max(200) }) }),
  z.object({ event: z.literal('stop') }),
]);
export type ControlMessage = z.infer<typeof ControlMessage>;

/** Null for what is no message of Twilio's. */
export function readControl(message: Buffer): ControlMessage | null {
  try {
    const result = ControlMessage.safeParse(JSON.parse(message.toString('utf8')));
    return result.success ? result.data : null;
  } catch {
    return null;
  }
}
