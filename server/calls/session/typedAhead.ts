/** More are not kept: no flow asks for so many before it says something. */
const MOST_KEYS = 40;

/** Keys that were pressed while nobody listened, for what is asked behind that. */
export class TypedAhead {
  private keys: string[] = [];

  keep(digit: string): void {
    if (this.keys.length < MOST_KEYS) this.keys.push(digit);
  }

  /** Whether there are any for an answer: one that only ends a number before them ends nothing. */
  get waiting(): boolean {
    while (this.keys[0] === '#') this.keys.shift();
    return this.keys.length > 0;
  }

  /** The next of them; undefined: there are no more. */
  take(): string | undefined {
    return this.keys.shift();
  }

  forget(): void {
    this.keys = [];
  }
}
