/**
 * Gain of each track in dB so that all sound equally loud: louder ones are turned down to the quietest,
 * so nothing clips. Tracks of unknown loudness stay as they are.
 */
export function matchingGainsDb(loudnessLufs: readonly (number | null)[]): number[] {
  const known = loudnessLufs.filter((value) => value !== null);
  const target = Math.min(...known);
  return loudnessLufs.map((value) => (value === null ? 0 : target - value));
}
