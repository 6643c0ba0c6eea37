import type { Env } from '../env.ts';

/** Our own address as browsers know it, where the settings say; null: whatever they used. */
export function publicUrlOf(env: Env): URL | null {
  return env.VOICEOPS_PUBLIC_URL ? new URL(env.VOICEOPS_PUBLIC_URL) : null;
}
