import { CALL_RATE_HZ, FRAME_BYTES } from '../../telephony/callTransport.ts';
import { SILENT_BYTE } from '../carrier/lineSound.ts';

/** A word as it is to be heard; times from the beginning of its sound. */
export interface TimedWord {
  text: string;
  startMs: number;
  endMs: number;
}

/** A word that is heard. */
export interface HeardWord extends TimedWord {
  /** How much of it is there, from 0 to 1: the rest was cut off. */
  share: number;
}

/** A word of which less is there is not understood. */
const LEAST_SHARE = 0.6;
const BYTES_PER_MS = CALL_RATE_HZ / 1000;
/** A millisecond of a word: this sign, four digits of which word it is, one of its place, two of its length. */
const SIGN = 0x40;
const BASE = 64;

/**
 * Words as the bytes of a line, loud as speech and as long: what is heard of them is read from the bytes again. So
 * everything that plays, cuts off, delays and records sound does it with words.
 */
export class Words {
  private readonly texts: string[] = [];
  private readonly numbers = new Map<string, number>();

  /** µ-law of words; silence between them, and up to `lengthMs` and a whole frame. */
  write(words: readonly TimedWord[], lengthMs: number): Uint8Array {
    const bytes = new Uint8Array(Math.ceil((lengthMs * BYTES_PER_MS) / FRAME_BYTES) * FRAME_BYTES);
    bytes.fill(SILENT_BYTE);
    for (const [place, { text, startMs, endMs }] of words.entries()) {
      const fromMs = Math.round(startMs);
      const longMs = Math.max(1, Math.round(endMs) - fromMs);
      const cell = [SIGN, ...digits(this.numberOf(text), 4), place % BASE, ...digits(longMs, 2)];
      for (let ms = 0; ms < longMs; ms++) {
        const at = (fromMs + ms) * BYTES_PER_MS;
        if (at + BYTES_PER_MS <= bytes.length) bytes.set(cell, at);
      }
    }
    return bytes;
  }

  /** The words in some sound, in order, also those of which only a part is there. */
  read(sound: Uint8Array): HeardWord[] {
    const found: { from: number; to: number }[] = [];
    for (let at = sound.indexOf(SIGN); at >= 0; ) {
      const last = found.at(-1);
      if (!this.isCell(sound, at)) at++;
      else {
        if (last?.to === at && sameCell(sound, last.from, at)) last.to += BYTES_PER_MS;
        else found.push({ from: at, to: at + BYTES_PER_MS });
        at += BYTES_PER_MS;
      }
      at = sound.indexOf(SIGN, at);
    }
    return found.map(({ from, to }) => ({
      text: this.texts[numberAt(sound, from + 1, 4)]!,
      startMs: from / BYTES_PER_MS,
      endMs: to / BYTES_PER_MS,
      share: (to - from) / BYTES_PER_MS / numberAt(sound, from + 6, 2),
    }));
  }

  /** The words in some sound of which enough is there to understand them. */
  understand(sound: Uint8Array): HeardWord[] {
    return this.read(sound).filter(({ share }) => share >= LEAST_SHARE);
  }

  private isCell(sound: Uint8Array, at: number): boolean {
    if (at + BYTES_PER_MS > sound.length) return false;
    for (let i = at + 1; i < at + BYTES_PER_MS; i++) if (sound[i]! >= BASE) return false;
    return numberAt(sound, at + 1, 4) < this.texts.length;
  }

  private numberOf(text: string): number {
    let number = this.numbers.get(text);
    if (number === undefined) {
      number = this.texts.push(text) - 1;
      this.numbers.set(text, number);
    }
    return number;
  }
}

/** Whether there is any word in these bytes. */
export const hasWords = (sound: Uint8Array) => sound.includes(SIGN);

/** Words as they sound: small letters, no signs. */
export function plainWords(text: string): string[] {
  return text
    .toLowerCase()
    .replaceAll('’', "'")
    .replaceAll(/[^\p{L}\p{N}'\s]/gu, ' ')
    .split(/\s+/)
    .filter((word) => word !== '');
}

function digits(value: number, count: number): number[] {
  return Array.from({ length: count }, (_, place) => Math.floor(value / BASE ** place) % BASE);
}

function numberAt(sound: Uint8Array, at: number, count: number): number {
  let value = 0;
  for (let place = count - 1; place >= 0; place--) value = value * BASE + sound[at + place]!;
  return value;
}

function sameCell(sound: Uint8Array, one: number, other: number): boolean {
  for (let i = 0; i < BYTES_PER_MS; i++) if (sound[one + i] !== sound[other + i]) return false;
  return true;
}
