import { amplitudeOf } from '../../audio/decibels.ts';
import { fadeIn, fadeOut } from '../../audio/join.ts';
import { soundOnly } from '../plan/soundOnly.ts';

/** Below the loudest sample by this much it counts as silence: as in `soundOnly`. */
const SILENCE_BELOW = amplitudeOf(-36);
/** However quiet the beginning, this is silence. */
const FLOOR = amplitudeOf(-50);
const FRAME_MS = 5;
/** A phrase ends in a pause of this length, if it has sounded for long enough for its loudness to be measured. */
const PAUSE_MS = 140;
const MIN_SOUND_MS = 700;
/** Whoever speaks on for this long without such a pause is cut at a shorter one, or nothing would be heard for long. */
const LONG_SOUND_MS = 3000;
const SHORT_PAUSE_MS = 60;
/** Left on each side, faded, so that no consonant is cut hard: as in `soundOnly`. */
const KEEP_MS = 12;

/** A stretch of an utterance from one pause to the next. */
export interface Phrase {
  samples: Float32Array;
  /** Where it begins in what was pushed. */
  atSample: number;
}

/**
 * Cuts speech that arrives in pieces into phrases, as soon as each is over, without the silence before the first and
 * behind the last; the pauses between them stay as they are, before the next phrase. Put one behind the other the
 * phrases are what `soundOnly` makes of the whole.
 */
export class PhraseCutter {
  private readonly rateHz: number;
  private readonly frame: number;
  private readonly minSoundMs: number;
  private pending = new Float32Array(0);
  private length = 0;
  /** Samples before `pending`. */
  private before = 0;
  /** Up to here `pending` has been looked at. */
  private seen = 0;
  private peak = 0;
  private sounding = 0;
  /** Just behind the last sound in `pending`; 0 when there was none. */
  private soundEnd = 0;
  private first = true;
  /** Where the sound begins in what was pushed, once the first phrase is known. */
  startSample = 0;

  /** `whole` cuts no pause: the one phrase comes at the end. */
  constructor(rateHz: number, { whole = false } = {}) {
    this.rateHz = rateHz;
    this.minSoundMs = whole ? Number.POSITIVE_INFINITY : MIN_SOUND_MS;
    this.frame = Math.max(1, Math.round((FRAME_MS * rateHz) / 1000));
  }

  push(samples: Float32Array): Phrase[] {
    this.append(samples);
    const phrases: Phrase[] = [];
    for (; this.seen + this.frame <= this.length; this.seen += this.frame) {
      let peak = 0;
      for (let i = this.seen; i < this.seen + this.frame; i++)
        peak = Math.max(peak, Math.abs(this.pending[i]!));
      this.peak = Math.max(this.peak, peak);
      if (peak >= this.threshold) {
        this.sounding++;
        this.soundEnd = this.seen + this.frame;
      } else if (
        this.sounding * FRAME_MS >= this.minSoundMs &&
        this.seen + this.frame - this.soundEnd >= this.samplesIn(this.pauseMs)
      ) {
        phrases.push(this.cut(this.soundEnd + this.samplesIn(KEEP_MS), false));
      }
    }
    return phrases;
  }

  /** The last one, when nothing more comes; empty where only silence is left. */
  end(): Phrase {
    // The last frame may be a part of one.
    for (let i = this.seen; i < this.length; i++)
      if (Math.abs(this.pending[i]!) >= this.threshold) this.soundEnd = i + 1;
    if (this.soundEnd > 0)
      return this.cut(Math.min(this.length, this.soundEnd + this.samplesIn(KEEP_MS)), true);
    if (!this.first) return { samples: new Float32Array(0), atSample: this.before };
    // Too quiet from the beginning to be told from silence without knowing all of it.
    const { samples, removedMs } = soundOnly(this.pending.subarray(0, this.length), this.rateHz);
    this.startSample = this.samplesIn(removedMs);
    return { samples, atSample: this.startSample };
  }

  private get pauseMs(): number {
    return this.sounding * FRAME_MS > LONG_SOUND_MS ? SHORT_PAUSE_MS : PAUSE_MS;
  }

  private get threshold(): number {
    return Math.max(FLOOR, this.peak * SILENCE_BELOW);
  }

  private cut(end: number, last: boolean): Phrase {
    let start = 0;
    const keep = this.samplesIn(KEEP_MS);
    // By now the peak is known, and breath before the first word is told from it.
    if (this.first) {
      while (start < end && Math.abs(this.pending[start]!) < this.threshold) start++;
      start = Math.max(0, start - keep);
    }
    const samples = this.pending.slice(start, end);
    if (this.first) fadeIn(samples, keep);
    if (last) fadeOut(samples, keep);
    const phrase = { samples, atSample: this.before + start };
    if (this.first) this.startSample = start;
    this.pending = this.pending.slice(end, this.length);
    this.length -= end;
    this.before += end;
    this.seen = Math.max(0, this.seen - end);
    this.soundEnd = 0;
    this.sounding = 0;
    this.first = false;
    return phrase;
  }

  private append(samples: Float32Array): void {
    if (this.length + samples.length > this.pending.length) {
      const grown = new Float32Array(Math.max(2 * this.pending.length, this.length + samples.length));
      grown.set(this.pending.subarray(0, this.length));
      this.pending = grown;
    }
    this.pending.set(samples, this.length);
    this.length += samples.length;
  }

  private samplesIn(ms: number): number {
    return Math.round((ms * this.rateHz) / 1000);
  }
}
