import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { DownloadableRecognizer } from '../../../shared/recognizers/catalogue.ts';
import { ProblemError } from '../../problem.ts';
import type { DownloadOptions, VoiceSource } from './downloadVoice.ts';
import { freeBytesOf } from './downloadVoice.ts';
import { diskFull, fetchFile, notTheFile, sizeOf } from './fetchFile.ts';
import { lockPath } from './folderLock.ts';

/** Left free for everything else on the disk. */
const SPARE_BYTES = 64 * 2 ** 20;
/** An answer to what a file is like. */
const HEAD_MS = 30_000;

/** What the source says of a file. */
interface Told {
  url: string;
  name: string;
  sizeBytes: number;
  /** SHA-256, hex, where the source tells it. */
  sha256: string | null;
}

/** Whether its files lie in the folder. */
export function recognizerInstalled(folder: string, { id, paths }: DownloadableRecognizer): boolean {
  return paths.every((path) => existsSync(join(folder, id, basename(path))));
}

/** Removes its files, and what arrived of them. */
export async function removeRecognizer(folder: string, { id }: DownloadableRecognizer): Promise<void> {
  await rm(join(folder, id), { recursive: true, force: true });
  await rm(join(folder, '.fetching', id), { recursive: true, force: true });
}

/**
 * Fetches a recogniser into a folder of its own, which appears once it is whole; goes on with what is there. A file
 * must have the size, and the SHA-256 where there is one, that the source itself tells of it. Failures as `fetchFile`.
 */
export async function downloadRecognizer(
  recognizer: DownloadableRecognizer,
  source: VoiceSource,
  { signal, onProgress }: DownloadOptions,
): Promise<void> {
  const { folder, freeBytes = freeBytesOf } = source;
  const parts = join(folder, '.fetching', recognizer.id);
  await mkdir(parts, { recursive: true });
  const unlock = await lockPath(join(folder, '.fetching', `${recognizer.id}.lock`), signal);
  try {
    if (recognizerInstalled(folder, recognizer)) return onProgress(1);
    const files: Told[] = [];
    for (const path of recognizer.paths) files.push(await ask(`${source.url}/${path}`, signal));
    const total = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    if ((await freeBytes(folder)) < total + SPARE_BYTES) throw diskFull();
    let before = 0;
    for (const file of files) {
      const part = join(parts, file.name);
      await fetchFile({
        url: file.url,
        part,
        sizeBytes: file.sizeBytes,
        signal,
        onBytes: (bytes) => onProgress((before + bytes) / total),
      });
      if (!(await isRight(part, file))) {
        await rm(part, { force: true });
        throw notTheFile();
      }
      before += file.sizeBytes;
    }
    await rm(join(folder, recognizer.id), { recursive: true, force: true });
    await rename(parts, join(folder, recognizer.id));
    onProgress(1);
  } finally {
    await unlock();
  }
}

/** The host that keeps models answers with a redirection that names size and digest of the file behind it. */
async function ask(url: string, signal: AbortSignal): Promise<Told> {
  const either = AbortSignal.any([signal, AbortSignal.timeout(HEAD_MS)]);
  const head = (redirect: 'manual' | 'follow') =>
    fetch(url, { method: 'HEAD', redirect, signal: either }).catch((cause: unknown) => {
      signal.throwIfAborted();
      throw new ProblemError(
        'voice-source',
        'The source of recognisers could not be reached. Is this machine offline? A copy inside your network can be set as VOICEOPS_RECOGNIZERS_URL, or the files be put into the folder by hand.',
        { cause },
      );
    });
  const first = await head('manual');
  const linked = Number(first.headers.get('x-linked-size'));
  const digest = /[0-9a-f]{64}/.exec(first.headers.get('x-linked-etag') ?? '')?.[0] ?? null;
  const last = linked > 0 ? first : await head('follow');
  const sizeBytes = linked > 0 ? linked : Number(last.headers.get('content-length'));
  if ((last.status >= 400 && last.status !== 405) || !(sizeBytes > 0))
    throw new ProblemError(
      'voice-source-refused',
      `The source of recognisers does not have this file (${last.status}).`,
    );
  return { url, name: basename(url), sizeBytes, sha256: digest };
}

async function isRight(path: string, { sizeBytes, sha256 }: Told): Promise<boolean> {
  if ((await sizeOf(path)) !== sizeBytes) return false;
  if (sha256 === null) return true;
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
  return hash.digest('hex') === sha256;
}
