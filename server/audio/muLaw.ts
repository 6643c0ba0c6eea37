const BIAS = 0x84;

/** Every µ-law byte as a sample from −1 to 1 (ITU-T G.711, table 2). */
export const MU_LAW_SAMPLES = Float32Array.from({ length: 256 }, (_, byte) => {
  const bits = ~byte & 0xff;
  const magnitude = (((bits & 0x0f) << 3) + BIAS) << ((bits >> 4) & 0x07);
  return (bits & 0x80 ? BIAS - magnitude : magnitude - BIAS) / 32_768;
});

/** µ-law bytes as samples from −1 to 1. */
export function decodeMuLaw(bytes: Uint8Array): Float32Array<ArrayBuffer> {
  const samples = new Float32Array(bytes.length);
  for (let i = 0; i < bytes.length; i++) samples[i] = MU_LAW_SAMPLES[bytes[i]!]!;
  return samples;
}
