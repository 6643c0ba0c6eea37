import { existsSync, readdirSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EnginePool } from '../../speech/processes/engineProcess.ts';
import { kokoroFiles, type ModelDescription, type ModelFiles, stampOf } from './modelFiles.ts';
import { pocketFiles } from './pocketModel.ts';
import type { SherpaReply, SherpaRequest } from './sherpaChild.ts';

interface Found {
  files: ModelFiles;
  stamp: string;
}
/** A model that can be used. */
export type DescribedModel = Found & { description: ModelDescription; problem?: undefined };
/** A model in the folder, read to its end: what it is, or what is wrong with it. */
export type FoundModel = DescribedModel | (Found & { problem: string; description?: undefined });

/** How long the folder's contents are taken as known. */
const LOOK_AGAIN_MS = 2_000;
/** Reading a model to its end takes as long as the disk does. */
const DESCRIBE_TIMEOUT_MS = 120_000;
const ONNX = '.onnx';

/** The folder of neural voices: what lies in it, and what of that can be used. */
export class VoiceFolder {
  readonly path: string;
  /** For what is made of the voices. */
  readonly workFolder: string;
  readonly #pool: EnginePool<SherpaRequest, SherpaReply>;
  #models: readonly FoundModel[] | undefined;
  #reading: Promise<readonly FoundModel[]> | undefined;
  #readAt = 0;
  #listed: { at: number; files: readonly ModelFiles[] } = { at: 0, files: [] };

  constructor(path: string, pool: EnginePool<SherpaRequest, SherpaReply>) {
    this.path = path;
    this.workFolder = join(path, '.prepared');
    this.#pool = pool;
  }

  /** Whether there is anything of this family, usable or not. Only looks at names. */
  has(family: ModelFiles['family']): boolean {
    if (Date.now() - this.#listed.at > LOOK_AGAIN_MS)
      this.#listed = { at: Date.now(), files: listModels(this.path) };
    return this.#listed.files.some((files) => files.family === family);
  }

  /** What was found last, without waiting for what changed since, which is looked for meanwhile. */
  async models(): Promise<readonly FoundModel[]> {
    if (!this.#models) return this.refresh();
    if (Date.now() - this.#readAt > LOOK_AGAIN_MS) this.refresh().catch(() => undefined);
    return this.#models;
  }

  /** The model of a voice as it was found last. */
  known(family: ModelFiles['family'], name: string): FoundModel | undefined {
    return this.#models?.find(({ files }) => files.family === family && files.name === name);
  }

  /** Models of a family as they were found last; undefined before anybody has looked. */
  lastSeen(family: ModelFiles['family']): readonly FoundModel[] | undefined {
    return this.#models?.filter(({ files }) => files.family === family);
  }

  /** Reads what is new or has changed. */
  refresh(): Promise<readonly FoundModel[]> {
    this.#reading ??= this.#read().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  async #read(): Promise<readonly FoundModel[]> {
    const found: FoundModel[] = [];
    for (const files of listModels(this.path)) {
      const stamp = await stampOf(files).catch(() => 'incomplete');
      const known = this.#models?.find((model) => model.files.onnx === files.onnx && model.stamp === stamp);
      found.push(known ?? (await this.#readModel(files, stamp)));
    }
    this.#models = found;
    this.#readAt = Date.now();
    return found;
  }

  async #readModel(files: ModelFiles, stamp: string): Promise<FoundModel> {
    const note = join(this.workFolder, `${files.family}-${files.name}.json`);
    const noted = await readFile(note, 'utf8')
      .then(JSON.parse)
      .catch(() => null);
    if (noted?.stamp === stamp && noted.format === NOTE_FORMAT) return { files, stamp, ...noted.found };
    const found = await this.#describe(files);
    // Only spares reading it again: failing to keep it costs time, nothing else.
    await this.#keep(note, JSON.stringify({ format: NOTE_FORMAT, stamp, found })).catch(() => undefined);
    return { files, stamp, ...found };
  }

  async #describe(files: ModelFiles): Promise<{ description: ModelDescription } | { problem: string }> {
    const signal = AbortSignal.timeout(DESCRIBE_TIMEOUT_MS);
    const reply = await this.#pool.run({ do: 'describe', files }, { signal, timeoutMs: DESCRIBE_TIMEOUT_MS });
    return 'description' in reply || 'problem' in reply ? reply : { problem: 'It could not be read.' };
  }

  async #keep(note: string, text: string): Promise<void> {
    await mkdir(this.workFolder, { recursive: true });
    const temporary = `${note}.${process.pid}.tmp`;
    await writeFile(temporary, text);
    await rename(temporary, note);
  }

  /** Removes what was made of a model; its own files are somebody else's. */
  async forget(family: ModelFiles['family'], name: string): Promise<void> {
    const digest = this.known(family, name)?.description?.digest;
    await rm(join(this.workFolder, `${family}-${name}.json`), { force: true });
    if (digest) await rm(join(this.workFolder, digest), { recursive: true, force: true });
    this.#listed = { at: 0, files: [] };
    await this.refresh();
  }
}

/** Changes with what a note holds: others are read anew. */
const NOTE_FORMAT = 1;

/** Voices lie in the folder itself, or each in a folder of its own, as archives of voices unpack. */
function listModels(folder: string): ModelFiles[] {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { withFileTypes: true });
  const own = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  const inFolders = entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .flatMap(({ name }) => {
      const path = join(folder, name);
      const files = readdirSync(path);
      const whole = pocketFiles(name, path, files) ?? kokoroFiles(name, path, files);
      return whole ? [whole] : piperFiles(path, files);
    });
  const byName = new Map<string, ModelFiles>();
  for (const model of [...piperFiles(folder, own), ...inFolders]) {
    const key = `${model.family}:${model.name}`;
    if (!byName.has(key)) byName.set(key, model);
  }
  return [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function piperFiles(folder: string, names: readonly string[]): ModelFiles[] {
  return names
    .filter((name) => name.endsWith(ONNX) && name.length > ONNX.length && !name.startsWith('.'))
    .map((name) => ({
      family: 'piper',
      name: name.slice(0, -ONNX.length),
      onnx: join(folder, name),
      beside: join(folder, `${name}.json`),
      folder,
    }));
}
