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

/** Of a longer silence only its edges are kept. */
const EDGE_FRAMES = 8;

/** The sound without what is silent for long: nobody needs to listen to that. */
export function spokenOf(mulaw: Uint8Array): Uint8Array {
  const frames = Math.floor(mulaw.length / FRAME_BYTES);
  const kept = new Uint8Array(frames);
  for (let at = 0; at < frames; at++)
    if (isAudible(mulaw.subarray(at * FRAME_BYTES, (at + 1) * FRAME_BYTES)))
      kept.fill(1, Math.max(0, at - EDGE_FRAMES), at + EDGE_FRAMES + 1);
  const out = new Uint8Array(kept.reduce((sum, one) => sum + one, 0) * FRAME_BYTES);
  let to = 0;
  for (let at = 0; at < frames; at++) {
    if (!kept[at]) continue;
    out.set(mulaw.subarray(at * FRAME_BYTES, (at + 1) * FRAME_BYTES), to);
    to += FRAME_BYTES;
  }
  return out;
}
