/** Markup that cannot be understood: where (a character of the authored text) and what to do about it. */
export class MarkupError extends Error {
  override readonly name = 'MarkupError';
  readonly at: number;

  constructor(at: number, message: string) {
    super(message);
    this.at = at;
  }

  /** The sentence with its place, lines and characters counted from 1. */
  describe(text: string): string {
    const before = text.slice(0, this.at).split('\n');
    const column = (before.at(-1)?.length ?? 0) + 1;
    return `Line ${before.length}, character ${column}: ${this.message}`;
  }
}
