/** Power spectra of a fixed length, a power of two, with a Hann window. Bin k is k · rate / length; there are length / 2. */
export function powerSpectra(length: number): (frame: Float32Array) => Float64Array {
  if (length < 4 || (length & (length - 1)) !== 0) throw new RangeError(`${length} is no power of two.`);
  const window = Float64Array.from(
    { length },
    (_, n) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (n + 0.5)) / length),
  );
  const cosines = Float64Array.from({ length: length / 2 }, (_, k) => Math.cos((2 * Math.PI * k) / length));
  const sines = Float64Array.from({ length: length / 2 }, (_, k) => -Math.sin((2 * Math.PI * k) / length));
  const reversed = reversedIndices(length);
  const re = new Float64Array(length);
  const im = new Float64Array(length);
  return (frame) => {
    for (let n = 0; n < length; n++) {
      re[reversed[n]!] = (frame[n] ?? 0) * window[n]!;
      im[n] = 0;
    }
    // Cooley & Tukey, 1965: decimation in time, radix 2.
    for (let size = 2; size <= length; size *= 2) {
      const half = size / 2;
      const stride = length / size;
      for (let start = 0; start < length; start += size)
        for (let k = 0; k < half; k++) {
          const c = cosines[k * stride]!;
          const s = sines[k * stride]!;
          const a = start + k;
          const b = a + half;
          const real = re[b]! * c - im[b]! * s;
          const imaginary = re[b]! * s + im[b]! * c;
          re[b] = re[a]! - real;
          im[b] = im[a]! - imaginary;
          re[a]! += real;
          im[a]! += imaginary;
        }
    }
    return Float64Array.from({ length: length / 2 }, (_, k) => re[k]! * re[k]! + im[k]! * im[k]!);
  };
}

function reversedIndices(length: number): Uint32Array {
  const bits = Math.log2(length);
  return Uint32Array.from({ length }, (_, n) => {
    let mirrored = 0;
    for (let bit = 0; bit < bits; bit++) if (n & (1 << bit)) mirrored |= 1 << (bits - 1 - bit);
    return mirrored;
  });
}
