import { FRAME_BYTES, FRAME_MS } from '../../telephony/callTransport.ts';
import { isAudible } from '../carrier/lineSound.ts';

/** Shorter ones lie within a sentence. */
const LEAST_MS = 140;

/** Pauses inside of a sound, in order, and where it ends. */
export function pausesIn(mulaw: Uint8Array): {
  pauses: { fromMs: number; toMs: number }[];
  /** Behind the last audible frame. */
  endMs: number;
  audible: boolean;
} {
  const pauses: { fromMs: number; toMs: number }[] = [];
  let lastMs: number | null = null;
  for (let at = 0; at < mulaw.length; at += FRAME_BYTES) {
    if (!isAudible(mulaw.subarray(at, at + FRAME_BYTES))) continue;
    const atMs = (at / FRAME_BYTES) * FRAME_MS;
    if (lastMs === null || atMs - lastMs >= LEAST_MS) pauses.push({ fromMs: lastMs ?? 0, toMs: atMs });
    lastMs = atMs + FRAME_MS;
  }
  return { pauses, endMs: lastMs ?? 0, audible: lastMs !== null };
}
