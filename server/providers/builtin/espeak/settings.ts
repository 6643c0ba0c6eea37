/**
 * How long the engine makes the same sentence at a rate in words a minute, against 175: measured, because
 * its rate is not proportional.
 */
const LENGTH_AT_RATE: [rate: number, length: number][] = [
  [120, 1.539],
  [175, 1],
  [262, 0.652],
  [350, 0.48],
];

/** The rate that comes nearest to a factor on the length, and the stretch that is left to do afterwards. */
export function rateFor(length: number): { wordsPerMinute: number; stretch: number } {
  const [slowest, fastest] = [LENGTH_AT_RATE[0]!, LENGTH_AT_RATE.at(-1)!];
  if (length >= slowest[1]) return { wordsPerMinute: slowest[0], stretch: length / slowest[1] };
  if (length <= fastest[1]) return { wordsPerMinute: fastest[0], stretch: length / fastest[1] };
  const upper = LENGTH_AT_RATE.findIndex(([, at]) => at <= length);
  const [fast, slow] = [LENGTH_AT_RATE[upper]!, LENGTH_AT_RATE[upper - 1]!];
  // Length goes with the reciprocal of the rate, so it is that which is interpolated.
  const share = (length - fast[1]) / (slow[1] - fast[1]);
  const wordsPerMinute = Math.round(1 / ((1 - share) / fast[0] + share / slow[0]));
  return { wordsPerMinute, stretch: 1 };
}

/** The engine's table of pitch settings; entry 50 is its voice's own. */
const PITCHES = [
  64, 65, 66, 67, 68, 69, 70, 71, 72, 73, 74, 75, 76, 77, 78, 79, 80, 81, 82, 83, 84, 86, 87, 88, 89, 91, 92,
  93, 94, 96, 97, 98, 100, 101, 103, 104, 105, 107, 108, 110, 111, 113, 115, 116, 118, 119, 121, 123, 124,
  126, 128, 130, 132, 133, 135, 137, 139, 141, 143, 145, 147, 149, 151, 153, 155, 158, 160, 162, 164, 167,
  169, 171, 174, 176, 179, 181, 184, 186, 189, 191, 194, 197, 199, 202, 205, 208, 211, 214, 217, 220, 223,
  226, 229, 232, 236, 239, 242, 246, 249, 252,
];

/** How much of a change of the setting the melody's middle follows: measured over the whole table. */
const FOLLOWS = 0.72;

/** The engine's pitch setting (0–99) nearest to a shift, and the semitones that are left to do afterwards. */
export function pitchFor(semitones: number): { setting: number; semitonesLeft: number } {
  if (semitones === 0) return { setting: 50, semitonesLeft: 0 };
  const ratio = 2 ** (semitones / 12);
  const goal = PITCHES[50]! * (1 + (ratio - 1) / FOLLOWS);
  let setting = 0;
  for (const [index, value] of PITCHES.entries()) {
    if (Math.abs(value - goal) < Math.abs(PITCHES[setting]! - goal)) setting = index;
  }
  const reached = 1 + (PITCHES[setting]! / PITCHES[50]! - 1) * FOLLOWS;
  return { setting, semitonesLeft: 12 * Math.log2(ratio / reached) };
}

/** The engine's setting (0–99, 50 at rest) of how far the melody swings. */
export function rangeFor(liveliness: number): number {
  return Math.max(0, Math.min(99, Math.round(50 * liveliness)));
}
