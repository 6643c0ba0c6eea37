import { createHash } from 'node:crypto';
import { isMarkedFormat, type MadeFile, type Provenance } from './contract.ts';

/**
 * The file with its manifest, where its format can carry one and this installation signs; otherwise as it is, and
 * `manifest` says which. Whoever asked for speech gets it: what cannot be signed is not withheld. Never throws.
 */
export async function markSpeech(
  provenance: Provenance,
  { bytes, format, language, engine }: MadeFile,
): Promise<{ bytes: Buffer; manifest: 'embedded' | 'unavailable' | 'none' }> {
  if (!isMarkedFormat(format)) return { bytes, manifest: 'none' };
  const digest = createHash('sha256').update(bytes).digest('hex');
  try {
    return {
      bytes: await provenance.mark(bytes, format, { digest, language, engine }),
      manifest: 'embedded',
    };
  } catch {
    return { bytes, manifest: 'unavailable' };
  }
}
