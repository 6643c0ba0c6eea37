import { and, eq } from 'drizzle-orm';
import { v7 } from 'uuid';
import { AUDIO_FORMATS, type AudioFormat } from '../../../shared/speech/parameters.ts';
import { audioObjects } from '../../db/schema/index.ts';
import { ProblemError } from '../../problem.ts';
import { audioKey } from '../../storage/audioStore.ts';
import type { Channels } from './channels.ts';

/** Files made and stored at the same time: enough to keep encoders and storage busy, few enough for memory. */
const AT_ONCE = 4;

/**
 * Stores the audio of versions (digest → id) in the clear in every published format, before they go live, so
 * that what is live can always be served. What is stored already is left alone. Throws what making the audio
 * throws; begins nothing new once `signal` is aborted.
 */
export async function publish(
  channels: Channels,
  workspaceId: string,
  versions: ReadonlyMap<string, string>,
  signal?: AbortSignal,
): Promise<void> {
  const formats = Object.keys(AUDIO_FORMATS) as AudioFormat[];
  const waiting = [...versions].flatMap(([digest, id]) => formats.map((format) => ({ digest, id, format })));
  const failed = new AbortController();
  const stop = signal ? AbortSignal.any([signal, failed.signal]) : failed.signal;
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      stop.throwIfAborted();
      await publishFormat(channels, workspaceId, next, next.format);
    }
  };
  const workers = Array.from({ length: AT_ONCE }, () =>
    work().catch((error: unknown) => {
      failed.abort(error);
      throw error;
    }),
  );
  // All of them have ended when this does; the first failure is the one that is told.
  await Promise.allSettled(workers);
  stop.throwIfAborted();
}

async function publishFormat(
  { database, audioStore, renditionBytes }: Channels,
  workspaceId: string,
  version: { id: string; digest: string },
  format: AudioFormat,
): Promise<void> {
  const isThisObject = and(
    eq(audioObjects.workspaceId, workspaceId),
    eq(audioObjects.digest, version.digest),
    eq(audioObjects.kind, 'published'),
    eq(audioObjects.format, format),
  );
  const find = () =>
    database.withWorkspace(workspaceId, async (tx) => {
      const [row] = await tx.select().from(audioObjects).where(isThisObject);
      return row;
    });
  if ((await find())?.state === 'stored') return;

  const { bytes, sha256 } = await renditionBytes(workspaceId, version.id, format);
  // A row that another attempt left pending is taken over: the bytes are the same each time they are made.
  // The sweep may remove it between two steps; then a new one is made.
  for (let attempt = 0; attempt < 3; attempt++) {
    const pending = await database.withWorkspace(workspaceId, async (tx) => {
      await tx
        .insert(audioObjects)
        .values({
          id: v7(),
          workspaceId,
          state: 'pending',
          kind: 'published',
          format,
          digest: version.digest,
        })
        .onConflictDoNothing();
      const [row] = await tx.select().from(audioObjects).where(isThisObject);
      return row!;
    });
    if (pending.state === 'stored') return;
    await audioStore.putPublished(audioKey(workspaceId, pending.id), bytes);
    const stored = await database.withWorkspace(workspaceId, (tx) =>
      tx
        .update(audioObjects)
        .set({ state: 'stored', sha256, sizeBytes: bytes.length })
        .where(eq(audioObjects.id, pending.id))
        .returning({ id: audioObjects.id }),
    );
    if (stored.length === 1) return;
  }
  throw new ProblemError('unavailable', 'The audio could not be published. Try again in a moment.');
}
