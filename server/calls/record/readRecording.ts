import { and, asc, eq } from 'drizzle-orm';
import { audioObjects, callRecordings } from '../../db/schema/index.ts';
import { audioKey, type SealedKey } from '../../storage/audioStore.ts';
import type { CallStore } from './writeCalls.ts';

/** A stored stretch of a recording. */
export interface StoredSegment {
  number: number;
  fromMs: number;
  durationMs: number;
  bytes: number;
  objectId: string;
  sha256: string;
  sealed: SealedKey;
}

type Stored = Pick<CallStore, 'database' | 'audioStore'>;

/** The stretches of a call's recording that are kept, in order. */
export async function readSegments(
  { database }: Pick<Stored, 'database'>,
  workspaceId: string,
  callId: string,
): Promise<StoredSegment[]> {
  const rows = await database.withWorkspace(workspaceId, (tx) =>
    tx
      .select({ segment: callRecordings, object: audioObjects })
      .from(callRecordings)
      .innerJoin(audioObjects, eq(audioObjects.id, callRecordings.audioObjectId))
      .where(and(eq(callRecordings.workspaceId, workspaceId), eq(callRecordings.callId, callId)))
      .orderBy(asc(callRecordings.number)),
  );
  return rows.flatMap(({ segment, object }) => {
    const { sha256, wrappedKey, masterKeyId } = object;
    if (!sha256 || !wrappedKey || !masterKeyId) return [];
    const { number, fromMs, durationMs, bytes } = segment;
    return [
      { number, fromMs, durationMs, bytes, objectId: object.id, sha256, sealed: { wrappedKey, masterKeyId } },
    ];
  });
}

/** µ-law of a stretch, both channels interleaved; `range` in bytes, inclusive. */
export function readSegment(
  { audioStore }: Pick<Stored, 'audioStore'>,
  workspaceId: string,
  segment: StoredSegment,
  range?: { start: number; end: number },
): Promise<Buffer> {
  return audioStore.getPrivate(audioKey(workspaceId, segment.objectId), segment.sealed, range);
}
