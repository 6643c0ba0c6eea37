import { z } from 'zod';
import { Id } from '../api/common.ts';
import { CallEnd, CallEvent } from './timeline.ts';

// What a browser and the server say to each other on the socket of a call, or of a person's own line. Sound goes both
// ways in binary messages: µ-law, 8 kHz, mono; 20 ms (160 bytes) a message from the browser, any length from the server.

/** The longest message of sound that is taken from a browser: a second. */
export const LONGEST_SOUND_BYTES = 8_000;

export const ServerMessage = z.discriminatedUnion('type', [
  /** First of all: which call it is. */
  z.object({ type: z.literal('began'), callId: Id }),
  /** Comes behind each message of sound. Told back by `mark-heard` once all sound before it was played. */
  z.object({ type: z.literal('mark'), name: z.string() }),
  /** Drop what is queued, and tell back all pending marks at once, in order. */
  z.object({ type: z.literal('clear') }),
  z.object({ type: z.literal('event'), event: CallEvent }),
  z.object({
    type: z.literal('live'),
    interim: z.string().describe('What is understood of the caller so far, not final'),
    floor: z.enum(['caller', 'agent', 'person', 'waiting']),
  }),
  /** Last of all; the socket closes behind it. */
  z.object({ type: z.literal('ended'), end: CallEnd.nullable().describe('Null on a person’s own line') }),
]);
export type ServerMessage = z.infer<typeof ServerMessage>;

export const BrowserMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('mark-heard'), name: z.string().max(200) }),
  z.object({ type: z.literal('key'), digit: z.string().regex(/^[0-9*#A-D]$/) }),
  z.object({ type: z.literal('hang-up') }),
]);
export type BrowserMessage = z.infer<typeof BrowserMessage>;
