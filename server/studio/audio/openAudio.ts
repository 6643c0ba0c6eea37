import { createHash } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import { AUDIO_FORMATS, type AudioFormat } from '../../../shared/speech/parameters.ts';
import { parseWav } from '../../audio/wav.ts';
import { audioObjects, revisions, scripts, versions } from '../../db/schema/index.ts';
import { notFound, ProblemError } from '../../problem.ts';
import { isMarkedFormat, type VersionOrigin } from '../../provenance/contract.ts';
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
  /** Whether it carries a manifest of where it comes from; `unavailable`: it should, and cannot be signed here. */
  manifest: 'embedded' | 'unavailable' | 'none';
  /** `range` in bytes, inclusive. */
  read(range?: { start: number; end: number }): Promise<Buffer>;
}

/**
 * Whether a file carries a manifest. `marked` is for what leaves the studio: WAV and MP3 then do, where this
 * installation can sign; Ogg has no place for one.
 */
export type Marking = 'marked' | 'plain';

/**
 * Opens a version's master or, made when first asked for, a rendition of it. Throws `not-found`, `not-ready`,
 * `unsupported-format`, `unavailable` when it should be signed and that fails.
 */
export async function openAudio(
  studio: Studio,
  workspaceId: string,
  versionId: string,
  format: AudioFormat,
  marking: Marking = 'plain',
): Promise<OpenAudio> {
  const version = await readVersionAudio(studio, workspaceId, versionId);
  let object = await plainObject(studio, version, format);
  let manifest: OpenAudio['manifest'] = 'none';
  if (marking === 'marked' && isMarkedFormat(format)) {
    const { available } = await studio.provenance.state();
    manifest = available ? 'embedded' : 'unavailable';
    if (available) {
      const plain = object;
      object = await ensureRendition(
        studio,
        { workspaceId, digest: version.origin.digest, kind: 'marked', format },
        async () =>
          encoded(
            await studio.provenance.mark(
              await readObject(studio, workspaceId, plain),
              format,
              version.origin,
            ),
          ),
      );
    }
  }
  const stored = object;
  return {
    sha256: stored.sha256,
    sizeBytes: stored.sizeBytes,
    contentType: AUDIO_FORMATS[format],
    fileName: `${fileStem(version.title)}-v${version.origin.versionNumber}.${format === 'opus' ? 'ogg' : format}`,
    manifest,
    read: (range) => readObject(studio, workspaceId, stored, range),
  };
}

/** All bytes of a version's audio in a format, the same each time, with their SHA-256. Throws as `openAudio` does. */
export async function renditionBytes(
  studio: Studio,
  workspaceId: string,
  versionId: string,
  format: AudioFormat,
  marking: Marking = 'plain',
): Promise<EncodedAudio> {
  const audio = await openAudio(studio, workspaceId, versionId, format, marking);
  return { bytes: await audio.read(), sha256: audio.sha256 };
}

interface VersionAudio {
  workspaceId: string;
  title: string;
  origin: VersionOrigin;
  master: StoredObject;
}

async function readVersionAudio(
  studio: Studio,
  workspaceId: string,
  versionId: string,
): Promise<VersionAudio> {
  const version = await studio.database.withWorkspace(workspaceId, async (tx) => {
    const [row] = await tx
      .select({
        state: versions.state,
        digest: versions.digest,
        number: versions.number,
        engineId: versions.engineId,
        engineVersion: versions.engineVersion,
        scriptId: versions.scriptId,
        title: scripts.title,
        language: scripts.language,
        revisionNumber: revisions.number,
        master: audioObjects,
      })
      .from(versions)
      .innerJoin(scripts, eq(scripts.id, versions.scriptId))
      .innerJoin(revisions, eq(revisions.id, versions.revisionId))
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
  return {
    workspaceId,
    title: version.title,
    master: storedObject(version.master),
    origin: {
      digest: version.digest,
      scriptId: version.scriptId,
      revisionNumber: version.revisionNumber,
      versionId,
      versionNumber: version.number,
      language: version.language,
      engine: { id: version.engineId ?? '', version: version.engineVersion ?? '' },
    },
  };
}

/** The master, or an encoding of it. */
async function plainObject(
  studio: Studio,
  { workspaceId, master, origin }: VersionAudio,
  format: AudioFormat,
): Promise<StoredObject> {
  if (format === 'wav') return master;
  return ensureRendition(
    studio,
    { workspaceId, digest: origin.digest, kind: 'rendition', format },
    async () => {
      const wav = parseWav(await readObject(studio, workspaceId, master));
      return studio.speech.encode(wav.samples, wav.rateHz, format);
    },
  );
}

const readObject = (
  { audioStore }: Studio,
  workspaceId: string,
  { id, sealed }: StoredObject,
  range?: { start: number; end: number },
) => audioStore.getPrivate(audioKey(workspaceId, id), sealed, range);

const encoded = (bytes: Buffer): EncodedAudio => ({
  bytes,
  sha256: createHash('sha256').update(bytes).digest('hex'),
});

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
