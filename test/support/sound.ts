/** Where a sound is louder than `thresholdDb` below its peak for at least `gapMs` around, in milliseconds. */
export function soundSpans(
  samples: Float32Array,
  rateHz: number,
  { thresholdDb = 36, gapMs = 60 } = {},
): { startMs: number; endMs: number }[] {
  const hop = Math.round(rateHz / 500);
  const levels: number[] = [];
  for (let at = 0; at < samples.length; at += hop) {
    let peak = 0;
    for (const sample of samples.subarray(at, at + hop)) peak = Math.max(peak, Math.abs(sample));
    levels.push(peak);
  }
  const threshold = Math.max(...levels) * 10 ** (-thresholdDb / 20);
  const spans: { startMs: number; endMs: number }[] = [];
  for (const [index, level] of levels.entries()) {
    if (level < threshold) continue;
    const startMs = (index * hop * 1000) / rateHz;
    const endMs = ((index + 1) * hop * 1000) / rateHz;
    const last = spans.at(-1);
    if (last && startMs - last.endMs < gapMs) last.endMs = endMs;
    else spans.push({ startMs, endMs });
  }
  return spans;
}
