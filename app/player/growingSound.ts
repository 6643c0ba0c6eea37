/** Sound that still grows while it is heard: piece after piece, such as the sentences of an answer. */
export class GrowingSound {
  readonly #pieces: ArrayBuffer[] = [];
  readonly #listeners = new Set<() => void>();
  #complete = false;

  /** What has come so far, each an audio file of its own, in order. */
  get pieces(): readonly ArrayBuffer[] {
    return this.#pieces;
  }

  /** No more will come. */
  get complete(): boolean {
    return this.#complete;
  }

  add(piece: ArrayBuffer): void {
    if (this.#complete) return;
    this.#pieces.push(piece);
    this.#tell();
  }

  finish(): void {
    if (this.#complete) return;
    this.#complete = true;
    this.#tell();
  }

  /** Calls the listener after each change. Returns what stops it. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
