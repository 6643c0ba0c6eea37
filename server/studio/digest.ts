import { createHash } from 'node:crypto';
import type { SpeechParameters } from '../../shared/speech/parameters.ts';
import { canonical } from '../db/audit.ts';

/** Everything that an approval vouches for. */
export interface DigestedVersion {
  /** Of the master's samples as little-endian bytes, hex. */
  samplesSha256: string;
  text: string;
  parameters: SpeechParameters;
  dictionaryVersion: number | null;
  voiceId: string;
  engine: { id: string; version: string };
}

/** SHA-256, hex, over the canonical JSON (sorted keys, no spaces) of what was approved. */
export function digestOf(version: DigestedVersion): string {
  const { samplesSha256, text, parameters, dictionaryVersion, voiceId, engine } = version;
  return createHash('sha256')
    .update(
      canonical({
        samplesSha256,
        text,
        parameters,
        dictionaryVersion,
        voiceId,
        engine: { id: engine.id, version: engine.version },
      }),
    )
    .digest('hex');
}
