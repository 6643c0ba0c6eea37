import { LISTENED_HEADER_BYTES, LISTENED_PARTIES } from '../../../shared/api/calls/board.ts';
import { CALL_RATE_HZ } from '../../telephony/callTransport.ts';
import type { Party } from '../contract.ts';

/** A message each 100 ms and party instead of fifty a second. */
const GATHERED_MS = 100;
const BYTES_PER_MS = CALL_RATE_HZ / 1000;
/** Sound that begins later than what was gathered ends, by more than this, begins a frame of its own. */
const JOINED_WITHIN_MS = 1;

/** A party that pauses is heard to its last word. */
const HELD_AT_MOST_MS = 150;

interface Held {
  atMs: number;
  pieces: Uint8Array[];
  bytes: number;
  timer: NodeJS.Timeout;
}

/** Makes the frames of a listener out of what a call sounds like; each begins when its first sample does. */
export function gatherSound(send: (frame: Uint8Array) => void): {
  sound(party: Party, mulaw: Uint8Array, atMs: number): void;
  close(): void;
} {
  const pending = new Map<Party, Held>();

  function hold(party: Party, atMs: number): Held {
    const held = { atMs, pieces: [], bytes: 0, timer: setTimeout(() => flush(party), HELD_AT_MOST_MS) };
    pending.set(party, held);
    return held;
  }

  function flush(party: Party): void {
    const held = pending.get(party);
    if (!held) return;
    pending.delete(party);
    clearTimeout(held.timer);
    const frame = new Uint8Array(LISTENED_HEADER_BYTES + held.bytes);
    frame[0] = LISTENED_PARTIES.indexOf(party);
    new DataView(frame.buffer).setUint32(1, Math.max(0, Math.round(held.atMs)));
    let at = LISTENED_HEADER_BYTES;
    for (const piece of held.pieces) {
      frame.set(piece, at);
      at += piece.length;
    }
    send(frame);
  }

  return {
    sound(party, mulaw, atMs) {
      const before = pending.get(party);
      const endMs = before && before.atMs + before.bytes / BYTES_PER_MS;
      if (endMs !== undefined && Math.abs(atMs - endMs) > JOINED_WITHIN_MS) flush(party);
      const held = pending.get(party) ?? hold(party, atMs);
      // The bytes are the call's.
      held.pieces.push(mulaw.slice());
      held.bytes += mulaw.length;
      if (held.bytes >= GATHERED_MS * BYTES_PER_MS) flush(party);
    },
    close() {
      for (const { timer } of pending.values()) clearTimeout(timer);
      pending.clear();
    },
  };
}
