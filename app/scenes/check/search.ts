/** The address of a check: a SHA-256, so that an answer can be linked to. */
export const checkSearch = (raw: Record<string, unknown>): { digest?: string } => ({
  digest: typeof raw.digest === 'string' && raw.digest !== '' ? raw.digest : undefined,
});
