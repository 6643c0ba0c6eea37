/** The pieces of `source`; throws the signal's reason as soon as it aborts, whether the source hears of it or not. */
export async function* untilAborted<Piece>(
  source: AsyncIterable<Piece>,
  signal: AbortSignal,
): AsyncGenerator<Piece, void> {
  signal.throwIfAborted();
  const pieces = source[Symbol.asyncIterator]();
  let onAbort = () => {};
  const aborted = new Promise<never>((_resolve, reject) => {
    onAbort = () => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
  });
  // It is raced below; between two pieces nobody listens.
  aborted.catch(() => undefined);
  try {
    for (;;) {
      const next = await Promise.race([pieces.next(), aborted]);
      if (next.done) return;
      yield next.value;
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
    // Not awaited: it comes to its end when what it waits for does.
    pieces.return?.().then(undefined, () => undefined);
  }
}
