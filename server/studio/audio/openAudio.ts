import { and, eq } from 'drizzle-orm';
import { AUDIO_FORMATS, type AudioFormat } from '../../../shared/speech/parameters.ts';
import { audioObjects, scripts, versions } from '../../db/schema/index.ts';
import { notFound, ProblemError } from '../../problem.ts';
import type { EncodedAudio } from '../../speech/contract.ts';
import { audioKey } from '../../storage/audioStore.ts';
import type { Studio } from '../studio.ts';
import { ensureRendition } from './ensureRendition.ts';
import { type StoredObject, storedObject } from './storedObject.ts';

/** A version's audio in one format, ready to be read whole or in part. */
export interface OpenAudio {
  /** Of the bytes, hex. */
  sha256: string;
  sizeBytes: number;
  contentType: string;
  /** What to call it as a file. */
  fileName: string;
  /** `range` in bytes, inclusive. */
  read(range?: { start: number; end: number }): Promise<Buffer>;
}

/**
 * Opens a version's master or, made when first asked for, a rendition of it. Throws `not-found`, `not-ready`,
 * `unsupported-format`.
 */
export async function openAudio(
  studio: Studio,
  workspaceId: string,
  versionId: string,
  format: AudioFormat,
): Promise<OpenAudio> {
  const version = await studio.database.withWorkspace(workspaceId, async (tx) => {
    const [row] = await tx
      .select({
        state: versions.state,
        digest: versions.digest,
        number: versions.number,
        title: scripts.title,
        master: audioObjects,
      })
      .from(versions)
      .innerJoin(scripts, eq(scripts.id, versions.scriptId))
      .leftJoin(audioObjects, eq(audioObjects.id, versions.masterObjectId))
      .where(and(eq(versions.workspaceId, workspaceId), eq(versions.id, versionId)));
    return row;
  });
  if (!version) throw notFound('version');
  if (!version.master || version.digest === null)
    throw new ProblemError(
      'not-ready',
      version.state === 'queued' || version.state === 'generating'
        ? 'The audio is still being generated. Try again in a moment.'
        : 'This version has no audio: its generation did not succeed.',
    );
  const master = storedObject(version.master);
  const object: StoredObject =
    format === 'wav'
      ? master
      : await ensureRendition(studio, { workspaceId, digest: version.digest, master }, format);
  const key = audioKey(workspaceId, object.id);
  return {
    sha256: object.sha256,
    sizeBytes: object.sizeBytes,
    contentType: AUDIO_FORMATS[format],
    fileName: `${fileStem(version.title)}-v${version.number}.${format === 'opus' ? 'ogg' : format}`,
    read: (range) => studio.audioStore.getPrivate(key, object.sealed, range),
  };
}

/** All bytes of a version's audio in a format, the same each time, with their SHA-256. Throws as `openAudio` does. */
export async function renditionBytes(
  studio: Studio,
  workspaceId: string,
  versionId: string,
  format: AudioFormat,
): Promise<EncodedAudio> {
  const audio = await openAudio(studio, workspaceId, versionId, format);
  return { bytes: await audio.read(), sha256: audio.sha256 };
}

/** Letters that every file system and every header takes. */
function fileStem(title: string): string {
  const plain = title
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .toLowerCase()
    .slice(0, 60);
  return plain || 'version';
}
