/** A stretch of the sound by what it was taken for. */
export interface SpottedPiece {
  /** The sentence's word as it was given; null for a silence or a noise between two words. */
  word: string | null;
  startMs: number;
  endMs: number;
  /** How well the sound fits this: a logarithm, the mean of its frames. */
  fit: number;
  /** How well sounds of the language that are bound to no words fit the same stretch. */
  anyFit: number;
}

/** What of some sentences fits a sound best: which, and its pieces from its first word to its last. */
export interface Spotted {
  index: number;
  pieces: SpottedPiece[];
}

/** Where words are looked for: among any others, or behind them at the end. */
export type Place = 'anywhere' | 'end';

/** Finds words among whatever else is said: something is found where nothing was said too, see `wasSaid`. */
export interface Spotter {
  /**
   * The one of these sentences that fits best, and where; null: there is no way through any of them.
   * @param samples speech of a line, −1 to 1, at the rate of calls.
   * @param sentences words as they sound, small letters; none of them empty.
   */
  spot(
    samples: Float32Array,
    sentences: readonly (readonly string[])[],
    place: Place,
  ): Promise<Spotted | null>;
  close(): Promise<void>;
}
