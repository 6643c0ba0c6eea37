/** Samples are held inside this before the bias is added, so that the sum fits 15 bits. */
const MU_LAW_CLIP = 32_635;
const MU_LAW_BIAS = 0x84;
const SIGN = 0x80;
/** A-law sends every second bit inverted, so that silence has edges. */
const A_LAW_TOGGLE = 0x55;

/** 16-bit samples as µ-law bytes (ITU-T G.711, table 2): 8 segments of 16 steps each, all bits inverted. */
export function encodeMuLaw(samples: Int16Array): Uint8Array {
  const out = new Uint8Array(samples.length);
  for (let i = 0; i < samples.length; i++) {
    const sample = samples[i]!;
    const magnitude = Math.min(MU_LAW_CLIP, Math.abs(sample)) + MU_LAW_BIAS;
    const segment = 24 - Math.clz32(magnitude);
    const step = (magnitude >> (segment + 3)) & 0x0f;
    out[i] = ~((sample < 0 ? SIGN : 0) | (segment << 4) | step);
  }
  return out;
}

/** Every µ-law byte as a sample from −1 to 1 (ITU-T G.711, table 2). */
export const MU_LAW_SAMPLES = Float32Array.from({ length: 256 }, (_, byte) => {
  const bits = ~byte & 0xff;
  const magnitude = (((bits & 0x0f) << 3) + MU_LAW_BIAS) << ((bits >> 4) & 0x07);
  return (bits & SIGN ? MU_LAW_BIAS - magnitude : magnitude - MU_LAW_BIAS) / 32_768;
});

/** µ-law bytes as samples from −1 to 1. */
export function decodeMuLaw(bytes: Uint8Array): Float32Array<ArrayBuffer> {
  const samples = new Float32Array(bytes.length);
  for (let i = 0; i < bytes.length; i++) samples[i] = MU_LAW_SAMPLES[bytes[i]!]!;
  return samples;
}

/** 16-bit samples as A-law bytes (ITU-T G.711, table 1): the upper 13 bits count; even bits are inverted. */
export function encodeALaw(samples: Int16Array): Uint8Array {
  const out = new Uint8Array(samples.length);
  for (let i = 0; i < samples.length; i++) {
    const value = samples[i]! >> 3;
    const magnitude = value < 0 ? -value - 1 : value;
    const segment = Math.max(0, 27 - Math.clz32(magnitude));
    const step = (magnitude >> Math.max(1, segment)) & 0x0f;
    out[i] = ((value < 0 ? 0 : SIGN) | (segment << 4) | step) ^ A_LAW_TOGGLE;
  }
  return out;
}
