/** What one side puts in as it comes, and another reads in its own time, once and to the end. */
export class EventQueue<Event> implements AsyncIterable<Event> {
  private readonly waiting: Event[] = [];
  private ended = false;
  private failure: { error: unknown } | null = null;
  private wake: (() => void) | null = null;
  private readonly onLeft: () => void;

  /** `onLeft` is called when the reader stops, at the end or before it. */
  constructor(onLeft: () => void = () => undefined) {
    this.onLeft = onLeft;
  }

  get open(): boolean {
    return !this.ended;
  }

  /** Nothing once it has ended. */
  push(event: Event): void {
    if (this.ended) return;
    this.waiting.push(event);
    this.wake?.();
  }

  /** The reader gets what is there, and then the end. */
  end(): void {
    if (this.ended) return;
    this.ended = true;
    this.wake?.();
  }

  /** The reader gets what is there, and then the error. */
  fail(error: unknown): void {
    if (this.ended) return;
    this.failure = { error };
    this.end();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Event, void, undefined> {
    try {
      for (;;) {
        const next = this.waiting.shift();
        if (next !== undefined) yield next;
        else if (this.failure) throw this.failure.error;
        else if (this.ended) return;
        else
          await new Promise<void>((resolve) => {
            this.wake = resolve;
          });
      }
    } finally {
      this.end();
      this.onLeft();
    }
  }
}
