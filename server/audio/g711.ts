import { MU_LAW_SAMPLES, muLawByte } from '../../shared/audio/muLaw.ts';

const SIGN = 0x80;
/** A-law sends every second bit inverted, so that silence has edges. */
const A_LAW_TOGGLE = 0x55;

/** 16-bit samples as µ-law bytes. */
export function encodeMuLaw(samples: Int16Array): Uint8Array {
  const out = new Uint8Array(samples.length);
  for (let i = 0; i < samples.length; i++) out[i] = muLawByte(samples[i]!);
  return out;
}

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
