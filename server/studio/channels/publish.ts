import { and, eq } from 'drizzle-orm';
import { v7 } from 'uuid';
import { AUDIO_FORMATS, type AudioFormat } from '../../../shared/speech/parameters.ts';
import { audioObjects } from '../../db/schema/index.ts';
import { ProblemError } from '../../problem.ts';
import { audioKey } from '../../storage/audioStore.ts';
import type { Channels } from './channels.ts';

/**
 * Stores a version's audio in the clear in every published format, before it goes live, so that what
 * is live can always be served. What is stored already is left alone. Throws what making the audio throws.
 */
export async function publish(
  channels: Channels,
  workspaceId: string,
  version: { id: string; digest: string },
): Promise<void> {
  for (const format of Object.keys(AUDIO_FORMATS) as AudioFormat[])
    await publishFormat(channels, workspaceId, version, format);
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
