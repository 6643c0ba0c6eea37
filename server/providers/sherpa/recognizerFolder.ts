import { stat } from 'node:fs/promises';
import type { EnginePool } from '../../speech/processes/engineProcess.ts';
import type { ListenReply, ListenRequest } from './listenChild.ts';
import {
  listRecognizers,
  pathsOf,
  type RecognizerDescription,
  type RecognizerFamily,
  type RecognizerFiles,
} from './recognizerFiles.ts';

/** A recogniser in the folder, read to its end: what it is, or what is wrong with it. */
export type FoundRecognizer = {
  files: RecognizerFiles;
  stamp: string;
} & (
  | { description: RecognizerDescription; problem?: undefined }
  | { problem: string; description?: undefined }
);

/** How long the folder's contents are taken as known. */
const LOOK_AGAIN_MS = 2_000;
/** Reading a model to its end takes as long as the disk does. */
const DESCRIBE_TIMEOUT_MS = 120_000;

/** The folder of recognisers: what lies in it, and what of that can be used. */
export class RecognizerFolder {
  readonly #path: string;
  readonly #pool: EnginePool<ListenRequest, ListenReply>;
  #found: readonly FoundRecognizer[] = [];
  #reading: Promise<readonly FoundRecognizer[]> | undefined;
  #lookedAt = 0;

  constructor(path: string, pool: EnginePool<ListenRequest, ListenReply>) {
    this.#path = path;
    this.#pool = pool;
  }

  /** What was found last, usable or not; what changed since is looked for meanwhile. */
  known(): readonly FoundRecognizer[] {
    if (Date.now() - this.#lookedAt > LOOK_AGAIN_MS) this.refresh().catch(() => undefined);
    return this.#found;
  }

  /** Those of a family that can be used. */
  usable(family: RecognizerFamily): { files: RecognizerFiles; description: RecognizerDescription }[] {
    return this.known().flatMap(({ files, description }) =>
      description?.family === family ? [{ files, description }] : [],
    );
  }

  /** What lies there now. */
  async look(): Promise<readonly FoundRecognizer[]> {
    // One that runs may have begun before what is new was there.
    await this.#reading?.catch(() => undefined);
    return this.refresh();
  }

  /** Reads what is new or has changed. */
  refresh(): Promise<readonly FoundRecognizer[]> {
    this.#lookedAt = Date.now();
    this.#reading ??= this.#read().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  async #read(): Promise<readonly FoundRecognizer[]> {
    const found: FoundRecognizer[] = [];
    for (const files of listRecognizers(this.#path)) {
      const stamp = await stampOf(files).catch(() => 'incomplete');
      const known = this.#found.find(
        ({ files: { folder }, ...each }) => folder === files.folder && each.stamp === stamp,
      );
      found.push(known ?? { files, stamp, ...(await this.#describe(files)) });
    }
    this.#found = found;
    return found;
  }

  async #describe(
    files: RecognizerFiles,
  ): Promise<{ description: RecognizerDescription } | { problem: string }> {
    const signal = AbortSignal.timeout(DESCRIBE_TIMEOUT_MS);
    try {
      const reply = await this.#pool.run(
        { do: 'describe', files },
        { signal, timeoutMs: DESCRIBE_TIMEOUT_MS },
      );
      return 'transcript' in reply ? { problem: 'It could not be read.' } : reply;
    } catch {
      return { problem: 'It could not be read.' };
    }
  }
}

/** Tells two states of files apart without reading them: sizes and times of change. */
async function stampOf(files: RecognizerFiles): Promise<string> {
  const stats = await Promise.all([...pathsOf(files), files.tokens].map((path) => stat(path)));
  return stats.map(({ size, mtimeMs }) => `${size}@${Math.round(mtimeMs)}`).join(' ');
}
