/** Second-order section, normalised so that a0 is 1. */
export interface Biquad {
  b0: number;
  b1: number;
  b2: number;
  a1: number;
  a2: number;
}

/** Runs a section over the samples in place (transposed direct form II), starting from rest. */
export function filterInPlace(samples: Float32Array | Float64Array, { b0, b1, b2, a1, a2 }: Biquad): void {
  let s1 = 0;
  let s2 = 0;
  for (let i = 0; i < samples.length; i++) {
    const x = samples[i]!;
    const y = b0 * x + s1;
    s1 = b1 * x - a1 * y + s2;
    s2 = b2 * x - a2 * y;
    samples[i] = y;
  }
}

/** What one section makes of what another made of the samples, in one pass: both start from rest. */
export function filterTwice(samples: Float32Array, first: Biquad, second: Biquad): Float32Array {
  const out = new Float32Array(samples.length);
  const { b0, b1, b2, a1, a2 } = first;
  const { b0: d0, b1: d1, b2: d2, a1: c1, a2: c2 } = second;
  let s1 = 0;
  let s2 = 0;
  let t1 = 0;
  let t2 = 0;
  for (let i = 0; i < samples.length; i++) {
    const x = samples[i]!;
    const y = b0 * x + s1;
    s1 = b1 * x - a1 * y + s2;
    s2 = b2 * x - a2 * y;
    // Rounded as if it had been stored in between.
    const between = Math.fround(y);
    const z = d0 * between + t1;
    t1 = d1 * between - c1 * z + t2;
    t2 = d2 * between - c2 * z;
    out[i] = z;
  }
  return out;
}

/** Low shelf with slope 1: `db` below `cornerHz`. R. Bristow-Johnson, Audio EQ Cookbook. */
export function lowShelf(rateHz: number, cornerHz: number, db: number): Biquad {
  return shelf(rateHz, cornerHz, db, 1);
}

/** High shelf with slope 1: `db` above `cornerHz`. R. Bristow-Johnson, Audio EQ Cookbook. */
export function highShelf(rateHz: number, cornerHz: number, db: number): Biquad {
  return shelf(rateHz, cornerHz, db, -1);
}

/** The two shelves of the cookbook differ only in the sign of their cosine terms. */
function shelf(rateHz: number, cornerHz: number, db: number, side: 1 | -1): Biquad {
  const a = 10 ** (db / 40);
  const w = (2 * Math.PI * Math.min(cornerHz, rateHz * 0.45)) / rateHz;
  const cos = side * Math.cos(w);
  const slope = 2 * Math.sqrt(a) * (Math.sin(w) / Math.SQRT2);
  const a0 = a + 1 + (a - 1) * cos + slope;
  return {
    b0: (a * (a + 1 - (a - 1) * cos + slope)) / a0,
    b1: (side * 2 * a * (a - 1 - (a + 1) * cos)) / a0,
    b2: (a * (a + 1 - (a - 1) * cos - slope)) / a0,
    a1: (side * -2 * (a - 1 + (a + 1) * cos)) / a0,
    a2: (a + 1 + (a - 1) * cos - slope) / a0,
  };
}
