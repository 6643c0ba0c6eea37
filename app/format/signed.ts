/** A difference with its sign and unit, e.g. `−1.4 dB`; what rounds to nothing is `±0.0 dB`. */
export function signed(value: number, unit: string, digits: number): string {
  const size = Math.abs(value).toFixed(digits);
  const sign = Number(size) === 0 ? '±' : value > 0 ? '+' : '−';
  return `${sign}${size} ${unit}`;
}
