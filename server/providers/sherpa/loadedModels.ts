import { RefusalError } from '../../speech/processes/engineChild.ts';

/** How much memory a model takes for each byte of its file: weights, the graph as it runs, and what runs through. */
const MEMORY_OF_FILE = 3;

/** Models in memory, those that were not used for longest making room for others. */
export class LoadedModels<Model> {
  /** Latest used last. */
  readonly #models = new Map<string, { model: Model; memoryBytes: number }>();
  readonly #limitBytes: number;

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  /** The model, loaded by `load` if it is not there yet. Throws RefusalError when it can never fit. */
  get(key: string, fileBytes: number, load: () => Model): Model {
    const known = this.#models.get(key);
    if (known) {
      this.#models.delete(key);
      this.#models.set(key, known);
      return known.model;
    }
    const memoryBytes = fileBytes * MEMORY_OF_FILE;
    if (memoryBytes > this.#limitBytes)
      throw new RefusalError(
        'engine-refused',
        `This model needs about ${megabytes(memoryBytes)} MB of memory, and VOICEOPS_MODEL_MEMORY_MB leaves ${megabytes(this.#limitBytes)}.`,
      );
    this.#makeRoom(memoryBytes);
    const model = load();
    this.#models.set(key, { model, memoryBytes });
    return model;
  }

  #makeRoom(bytes: number): void {
    let used = bytes;
    for (const { memoryBytes } of this.#models.values()) used += memoryBytes;
    let dropped = false;
    for (const [key, { memoryBytes }] of this.#models) {
      if (used <= this.#limitBytes) break;
      this.#models.delete(key);
      used -= memoryBytes;
      dropped = true;
    }
    // A model's memory is given back when its handle is collected, and by nothing else.
    if (dropped) (globalThis as { gc?: () => void }).gc?.();
  }
}

const megabytes = (bytes: number) => Math.ceil(bytes / 2 ** 20);
