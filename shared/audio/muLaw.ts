/** Samples are held inside this before the bias is added, so that the sum fits 15 bits. */
const CLIP = 32_635;
const BIAS = 0x84;
const SIGN = 0x80;

/** Every µ-law byte as a sample from −1 to 1 (ITU-T G.711, table 2). */
export const MU_LAW_SAMPLES = Float32Array.from({ length: 256 }, (_, byte) => {
  const bits = ~byte & 0xff;
  const magnitude = (((bits & 0x0f) << 3) + BIAS) << ((bits >> 4) & 0x07);
  return (bits & SIGN ? BIAS - magnitude : magnitude - BIAS) / 32_768;
});

/** A 16-bit sample as its µ-law byte (ITU-T G.711, table 2): 8 segments of 16 steps each, all bits inverted. */
export function muLawByte(sample: number): number {
  const magnitude = Math.min(CLIP, Math.abs(sample)) + BIAS;
  const segment = 24 - Math.clz32(magnitude);
  const step = (magnitude >> (segment + 3)) & 0x0f;
  return ~((sample < 0 ? SIGN : 0) | (segment << 4) | step) & 0xff;
}
