/** What is read at once of a body that is too long to be held as a whole. */
const PIECE_BYTES = 1024 * 1024;

/**
 * Reads a range (bytes, both ends inclusive) piece by piece. Pieces begin at multiples of their size, so that
 * what is encrypted in chunks is decrypted once.
 */
export async function* readPieces(
  read: (range: { start: number; end: number }) => Promise<Buffer>,
  { start, end }: { start: number; end: number },
): AsyncGenerator<Buffer, undefined> {
  for (let from = start; from <= end; ) {
    const next = (Math.floor(from / PIECE_BYTES) + 1) * PIECE_BYTES;
    yield await read({ start: from, end: Math.min(end, next - 1) });
    from = next;
  }
}
