import { MU_LAW_SAMPLES } from '../../../shared/audio/muLaw.ts';
import { FRAME_BYTES, FRAME_MS } from '../../telephony/callTransport.ts';

/** Silence in µ-law. */
export const SILENT_BYTE = 0xff;
/** Above this a frame can be heard: −40 dB of full scale. */
const AUDIBLE = 0.01;

/** Sound as a line carries it, made ready to be sent any number of times. */
export interface LineSound {
  mulaw: Uint8Array;
  /** Each frame as it stands in a message. */
  frames: readonly Buffer[];
  /** From its beginning to its first and behind its last audible frame; both 0 where nothing is. */
  audibleFromMs: number;
  audibleToMs: number;
}

/** Cuts µ-law into frames; the last is filled up with silence. */
export function lineSound(mulaw: Uint8Array): LineSound {
  const frames: Buffer[] = [];
  let first = -1;
  let last = -1;
  for (let at = 0; at < mulaw.length; at += FRAME_BYTES) {
    const frame = new Uint8Array(FRAME_BYTES).fill(SILENT_BYTE);
    frame.set(mulaw.subarray(at, at + FRAME_BYTES));
    if (isAudible(frame)) {
      if (first < 0) first = frames.length;
      last = frames.length;
    }
    frames.push(Buffer.from(Buffer.from(frame).toString('base64'), 'latin1'));
  }
  return {
    mulaw,
    frames,
    audibleFromMs: Math.max(0, first) * FRAME_MS,
    audibleToMs: (last + 1) * FRAME_MS,
  };
}

/** Whether µ-law bytes are more than noise of the line. */
export function isAudible(mulaw: Uint8Array): boolean {
  for (let i = 0; i < mulaw.length; i++) if (LOUD[mulaw[i]!]) return true;
  return false;
}

const LOUD = MU_LAW_SAMPLES.map((sample) => Number(Math.abs(sample) > AUDIBLE));

/** A frame of silence, as it stands in a message. */
export const SILENT_FRAME = Buffer.from(Buffer.alloc(FRAME_BYTES, SILENT_BYTE).toString('base64'), 'latin1');
