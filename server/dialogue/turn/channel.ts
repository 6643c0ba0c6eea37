/** What several producers push and one consumer takes, in order and without limit: a turn says little. */
export class Channel<Item> implements AsyncIterable<Item> {
  private readonly items: Item[] = [];
  private wake: (() => void) | null = null;
  private over = false;
  private failure: { error: unknown } | null = null;

  /** After `end` or `fail` nothing is taken any more. */
  push(item: Item): void {
    if (this.over) return;
    this.items.push(item);
    this.wake?.();
  }

  end(): void {
    this.over = true;
    this.wake?.();
  }

  /** The consumer meets the failure behind what was pushed before. */
  fail(error: unknown): void {
    if (this.over) return;
    this.failure = { error };
    this.end();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Item, void> {
    for (;;) {
      while (this.items.length > 0) yield this.items.shift()!;
      if (this.failure) throw this.failure.error;
      if (this.over) return;
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
      this.wake = null;
    }
  }
}
