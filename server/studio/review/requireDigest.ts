import { ProblemError } from '../../problem.ts';

/** Throws `digest-mismatch` when a digest was named that is not the version's. */
export function requireDigest(version: { digest: string | null }, digest: string | undefined): void {
  if (digest !== undefined && digest.toLowerCase() !== version.digest)
    throw new ProblemError(
      'digest-mismatch',
      'The digest is not that of this version: what you heard is something else. Listen to this version and decide again.',
    );
}
