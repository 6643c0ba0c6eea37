/** Something that is read while more of it still arrives. */
class Arriving<Piece> {
  readonly done: Promise<void>;
  private readonly pieces: Piece[] = [];
  private ended = false;
  private failure: unknown;
  private wake: (() => void) | undefined;

  constructor(source: AsyncIterable<Piece>) {
    this.done = this.collect(source);
  }

  async *read(): AsyncGenerator<Piece> {
    for (;;) {
      const piece = this.pieces.shift();
      if (piece !== undefined) yield piece;
      else if (this.failure !== undefined) throw this.failure;
      else if (this.ended) return;
      else
        await new Promise<void>((resolve) => {
          this.wake = resolve;
        });
    }
  }

  private async collect(source: AsyncIterable<Piece>): Promise<void> {
    try {
      for await (const piece of source) {
        this.pieces.push(piece);
        this.wake?.();
      }
    } catch (error) {
      this.failure = error ?? new Error('It failed without a reason.');
    }
    this.ended = true;
    this.wake?.();
  }
}

/**
 * Runs the sources in order, `ahead` of them beside the one that is read, and yields what each gives to be read to its
 * end before the next. A failure is thrown where its source is read. Leaving early aborts all, and waits until they ended.
 */
export async function* inOrder<Piece>(
  sources: readonly ((signal: AbortSignal) => AsyncIterable<Piece>)[],
  ahead: number,
  signal: AbortSignal,
): AsyncGenerator<AsyncGenerator<Piece>> {
  const own = new AbortController();
  const either = AbortSignal.any([signal, own.signal]);
  const running: Arriving<Piece>[] = [];
  const begun: Arriving<Piece>[] = [];
  const begin = () => {
    const source = sources[begun.length];
    if (!source) return;
    const arriving = new Arriving(source(either));
    begun.push(arriving);
    running.push(arriving);
  };
  try {
    for (let i = 0; i <= ahead; i++) begin();
    for (let current = running.shift(); current; current = running.shift()) {
      yield current.read();
      begin();
    }
  } finally {
    own.abort(new Error('The listener has left.'));
    await Promise.all(begun.map(({ done }) => done));
  }
}
