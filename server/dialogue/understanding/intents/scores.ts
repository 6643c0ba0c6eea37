/** How much each label has for it, by the features an utterance has and how much they count. */
export function score(
  ids: Uint32Array,
  values: Float64Array,
  weights: Float32Array,
  scores: Float64Array,
): void {
  const width = scores.length;
  scores.fill(0);
  for (let place = 0; place < ids.length; place += 1) {
    const base = ids[place]! * width;
    const value = values[place]!;
    for (let label = 0; label < width; label += 1) scores[label]! += value * weights[base + label]!;
  }
}

/** Scores as shares of 1, in place. */
export function softmax(scores: Float64Array): void {
  const most = scores.reduce((one, other) => Math.max(one, other), -Infinity);
  let sum = 0;
  for (let at = 0; at < scores.length; at += 1) {
    scores[at] = Math.exp(scores[at]! - most);
    sum += scores[at]!;
  }
  for (let at = 0; at < scores.length; at += 1) scores[at]! /= sum;
}
