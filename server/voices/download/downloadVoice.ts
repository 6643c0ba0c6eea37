import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { mkdir, rename, rm, statfs } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { DownloadableVoice, VoiceFile } from '../../../shared/voices/catalogue.ts';
import { ProblemError } from '../../problem.ts';
import { diskFull, fetchFile, notTheFile, sizeOf } from './fetchFile.ts';
import { lockPath } from './folderLock.ts';

export interface VoiceSource {
  /** Where voices are put. */
  folder: string;
  /** Below it the files lie by the paths of the catalogue. */
  url: string;
  /** The same for models that are not Piper's; as `url` where it is not told. */
  pocketUrl?: string;
  kokoroUrl?: string;
  /** Room on the disk of a folder, in bytes. */
  freeBytes?(folder: string): Promise<number>;
}

export interface DownloadOptions {
  signal: AbortSignal;
  onProgress(receivedBytes: number): void;
}

/** Left free for everything else on the disk. */
const SPARE_BYTES = 64 * 2 ** 20;
/** A connection that breaks off is taken up again so often, as long as something arrives. */
const MOST_TRIES = 5;
const FIRST_PAUSE_MS = 200;
/** A download that was stopped has let go of its files by then. */
const STOPPING_MS = 3_000;

/** What arrived of a voice, and locks. */
const partsFolder = (folder: string) => join(folder, '.fetching');

/** What is to be known of a voice to find its files. */
type VoiceFiles = Pick<DownloadableVoice, 'id' | 'family'> & { files: readonly FileName[] };
type FileName = Pick<VoiceFile, 'path' | 'as'>;

/** Where the files of a voice are in the end, while others are still missing, and while they arrive. */
function placesOf(folder: string, { id, family }: VoiceFiles) {
  const parts = partsFolder(folder);
  if (family === 'piper') return { final: folder, waiting: folder, parts };
  // A model is in a folder of its own, which appears once it is whole.
  const own = join(parts, id);
  return { final: join(folder, id), waiting: own, parts: own };
}
type VoicePlaces = ReturnType<typeof placesOf>;
const nameOf = ({ path, as }: FileName) => as ?? basename(path);
const lockOf = (folder: string, { id }: VoiceFiles) => join(partsFolder(folder), `${id}.lock`);
const partOf = ({ parts }: VoicePlaces, file: FileName) => join(parts, `${nameOf(file)}.part`);

/** Of all files of a voice. */
export function sizeOfVoice({ files }: DownloadableVoice): number {
  return files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
}

/** Whether its files lie in the folder; they were checked before they got there. */
export function isInstalled(folder: string, voice: VoiceFiles): boolean {
  const { final } = placesOf(folder, voice);
  return voice.files.every((file) => existsSync(join(final, nameOf(file))));
}

/** Where a voice is fetched from. */
export function addressOf(
  { url, pocketUrl = url, kokoroUrl = url }: VoiceSource,
  { family }: DownloadableVoice,
): string {
  return { piper: url, pocket: pocketUrl, kokoro: kokoroUrl }[family];
}

/** Room on the disk where voices are, in bytes. */
export async function freeBytesOf(folder: string): Promise<number> {
  await mkdir(folder, { recursive: true });
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/**
 * Fetches a voice into the folder: goes on with what is there, and puts a file in its place only once its checksum
 * is right. Who comes while it is being fetched waits, and finds it there. Failures as `fetchFile`.
 */
export async function downloadVoice(
  voice: DownloadableVoice,
  source: VoiceSource,
  options: DownloadOptions,
): Promise<void> {
  const { folder } = source;
  const places = placesOf(folder, voice);
  await mkdir(places.parts, { recursive: true });
  const unlock = await lockPath(lockOf(folder, voice), options.signal);
  try {
    if (isInstalled(folder, voice)) return options.onProgress(sizeOfVoice(voice));
    await checkRoom(voice, source);
    let before = 0;
    for (const file of voice.files) {
      const so = (bytes: number) => options.onProgress(before + bytes);
      if (!existsSync(join(places.waiting, nameOf(file))))
        await downloadFile(file, places, addressOf(source, voice), { ...options, onProgress: so });
      before += file.sizeBytes;
    }
    if (places.waiting !== places.final) {
      await rm(places.final, { recursive: true, force: true });
      await rename(places.waiting, places.final);
    }
    options.onProgress(before);
  } finally {
    await unlock();
  }
}

/** Removes a voice's files, and what arrived of them. */
export async function removeVoiceFiles(folder: string, voice: VoiceFiles): Promise<void> {
  const places = placesOf(folder, voice);
  const own = places.final === folder ? [] : [places.final, places.waiting];
  const files = voice.files.flatMap((file) => [join(places.final, nameOf(file)), partOf(places, file)]);
  for (const path of [...own, ...files]) await rm(path, { recursive: true, force: true });
}

/** Removes what arrived of a voice that is not there, unless somebody goes on fetching it. */
export async function discardParts(folder: string, voice: VoiceFiles): Promise<void> {
  const patience = AbortSignal.timeout(STOPPING_MS);
  const unlock = await lockPath(lockOf(folder, voice), patience).catch(() => null);
  if (unlock === null) return;
  try {
    if (!isInstalled(folder, voice)) await removeVoiceFiles(folder, voice);
  } finally {
    await unlock();
  }
}

/** What is fetched, and once more what the engine makes of it. */
async function checkRoom(
  voice: DownloadableVoice,
  { folder, freeBytes = freeBytesOf }: VoiceSource,
): Promise<void> {
  const places = placesOf(folder, voice);
  let there = 0;
  for (const file of voice.files) there += await sizeOf(partOf(places, file));
  const needed = 2 * sizeOfVoice(voice) - there + SPARE_BYTES;
  const free = await freeBytes(folder);
  if (free < needed) throw diskFull(` ${megabytes(needed)} MB are needed, ${megabytes(free)} MB are free.`);
}

async function downloadFile(
  file: VoiceFile,
  places: VoicePlaces,
  url: string,
  options: DownloadOptions,
): Promise<void> {
  const part = partOf(places, file);
  const resumed = (await sizeOf(part)) > 0;
  await fetchWhole(file, `${url}/${file.path}`, part, options);
  if (!(await isRight(part, file))) {
    await rm(part, { force: true });
    if (!resumed) throw notTheFile();
    // The beginning may have been of another file: once more, from the start.
    await fetchWhole(file, `${url}/${file.path}`, part, options);
    if (!(await isRight(part, file))) {
      await rm(part, { force: true });
      throw notTheFile();
    }
  }
  await rename(part, join(places.waiting, nameOf(file)));
}

async function fetchWhole(
  { sizeBytes }: VoiceFile,
  url: string,
  part: string,
  { signal, onProgress }: DownloadOptions,
): Promise<void> {
  for (let tries = 1, before = await sizeOf(part); ; tries++) {
    try {
      return await fetchFile({ url, part, sizeBytes, signal, onBytes: onProgress });
    } catch (error) {
      if (error instanceof ProblemError && error.code === 'voice-source-refused')
        await rm(part, { force: true });
      const arrived = await sizeOf(part);
      const worthwhile = error instanceof ProblemError && error.retryable && arrived > before;
      if (signal.aborted || !worthwhile || tries >= MOST_TRIES) throw error;
      before = arrived;
      await delay(FIRST_PAUSE_MS * 2 ** (tries - 1), undefined, { signal });
    }
  }
}

async function isRight(path: string, { sizeBytes, digest }: VoiceFile): Promise<boolean> {
  if ((await sizeOf(path)) !== sizeBytes) return false;
  const hash = createHash(digest.algorithm);
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
  return hash.digest('hex') === digest.hex;
}

const megabytes = (bytes: number) => Math.ceil(bytes / 1e6);
