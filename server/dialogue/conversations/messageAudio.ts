import { createHash } from 'node:crypto';
import { and, eq, isNull, or } from 'drizzle-orm';
import { v7 } from 'uuid';
import type { Caller } from '../../caller.ts';
import { audioObjects, conversations, messages, voiceSessions } from '../../db/schema/index.ts';
import { notFound } from '../../problem.ts';
import { audioKey, type SealedKey } from '../../storage/audioStore.ts';
import { type MessageContent, sealContent } from './content.ts';
import type { Conversations } from './conversations.ts';
import { OF_PEOPLE, reachOf } from './readConversations.ts';

/** A spoken answer that lies in the store; its row is `pending` until `addSpeech`. */
export interface StoredAudio {
  id: string;
  sha256: string;
  sizeBytes: number;
  sealed: SealedKey;
}

/**
 * Puts a spoken answer into the store, encrypted. Its row is written first, so that what a crash leaves before
 * `addSpeech` is swept away.
 */
export async function storeAudio(
  { database, audioStore }: Conversations,
  workspaceId: string,
  mp3: Buffer,
): Promise<StoredAudio> {
  const id = v7();
  await database.withWorkspace(workspaceId, (tx) =>
    tx.insert(audioObjects).values({ id, workspaceId, state: 'pending', kind: 'recording', format: 'mp3' }),
  );
  const sealed = await audioStore.putPrivate(audioKey(workspaceId, id), mp3);
  const sha256 = createHash('sha256').update(mp3).digest('hex');
  return { id, sha256, sizeBytes: mp3.length, sealed };
}

/**
 * Adds to an answer how it was spoken, once it has been: the text is there before. Where the message is gone, what was
 * stored is swept away.
 */
export async function addSpeech(
  { database, audioStore }: Conversations,
  workspaceId: string,
  messageId: string,
  content: MessageContent,
  audio: (StoredAudio & { durationMs: number }) | null,
): Promise<void> {
  await database.withWorkspace(workspaceId, async (tx) => {
    const changed = await tx
      .update(messages)
      .set({
        sealedSecret: sealContent(audioStore, content),
        audioObjectId: audio?.id ?? null,
        audioDurationMs: audio?.durationMs ?? null,
      })
      .where(and(eq(messages.workspaceId, workspaceId), eq(messages.id, messageId)))
      .returning({ id: messages.id });
    if (!audio || changed.length === 0) return;
    const { id, sha256, sizeBytes, sealed } = audio;
    await tx
      .update(audioObjects)
      .set({ state: 'stored', sha256, sizeBytes, ...sealed })
      .where(and(eq(audioObjects.workspaceId, workspaceId), eq(audioObjects.id, id)));
  });
}

/** A spoken answer, ready to be read whole or in part. */
export interface MessageAudio {
  sha256: string;
  sizeBytes: number;
  /** `range` in bytes, inclusive. */
  read(range?: { start: number; end: number }): Promise<Buffer>;
}

/** Throws `not-found`. */
export async function openMessageAudio(
  { database, audioStore }: Conversations,
  { workspaceId, actor, scopes }: Caller,
  { conversationId, messageId }: { conversationId: string; messageId: string },
): Promise<MessageAudio> {
  const [row] = await database.withWorkspace(workspaceId, (tx) =>
    tx
      .select({ object: audioObjects })
      .from(messages)
      .innerJoin(audioObjects, eq(audioObjects.id, messages.audioObjectId))
      .innerJoin(conversations, eq(conversations.id, messages.conversationId))
      .leftJoin(voiceSessions, eq(voiceSessions.conversationId, messages.conversationId))
      .where(
        and(
          // What was said in a session only its owner hears, and people whom somebody asked for in it.
          or(
            isNull(voiceSessions.id),
            eq(voiceSessions.createdById, actor.id ?? ''),
            reachOf({ scopes }) === 'people' ? OF_PEOPLE : undefined,
          ),
          eq(messages.workspaceId, workspaceId),
          eq(messages.conversationId, conversationId),
          eq(messages.id, messageId),
        ),
      ),
  );
  const { id, sha256, sizeBytes, wrappedKey, masterKeyId } = row?.object ?? {};
  if (!id || !sha256 || !sizeBytes || !wrappedKey || !masterKeyId) throw notFound('spoken answer');
  const key = audioKey(workspaceId, id);
  return {
    sha256,
    sizeBytes,
    read: (range) => audioStore.getPrivate(key, { wrappedKey, masterKeyId }, range),
  };
}
