/** Of every sound of a call, both ways. */
export const CALL_HZ = 8_000;

const BIAS = 0x84;
const CLIP = 32_635;

/** Every µ-law byte as a sample from −1 to 1 (ITU-T G.711, table 2). */
export const MU_LAW_SAMPLES = Float32Array.from({ length: 256 }, (_, byte) => {
  const bits = ~byte & 0xff;
  const magnitude = (((bits & 0x0f) << 3) + BIAS) << ((bits >> 4) & 0x07);
  return (bits & 0x80 ? BIAS - magnitude : magnitude - BIAS) / 32_768;
});

/** A sample from −1 to 1 as its µ-law byte: 8 segments of 16 steps each, all bits inverted. */
export function muLawByte(sample: number): number {
  const magnitude = Math.min(CLIP, Math.round(Math.abs(sample) * 32_768)) + BIAS;
  const segment = 24 - Math.clz32(magnitude);
  return ~((sample < 0 ? 0x80 : 0) | (segment << 4) | ((magnitude >> (segment + 3)) & 0x0f)) & 0xff;
}
