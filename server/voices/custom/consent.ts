import { and, desc, eq, inArray, ne } from 'drizzle-orm';
import { v7 } from 'uuid';
import type { Actor } from '../../../shared/api/common.ts';
import type { Consent } from '../../../shared/api/personalities.ts';
import type { By, Caller } from '../../caller.ts';
import { createdByActor, createdByColumns } from '../../db/actors.ts';
import { CUSTOM_PREFIX } from '../../db/consents.ts';
import type { WorkspaceTx } from '../../db/database.ts';
import { enqueue } from '../../db/jobs.ts';
import { notify } from '../../db/notify.ts';
import { personalityRow, recordPersonality as record } from '../../db/personalities.ts';
import { customVoices, voiceConsents } from '../../db/schema/index.ts';
import { notFound, ProblemError } from '../../problem.ts';
import { keep, readRecording, storeRecording } from '../samples/storedRecording.ts';
import type { Voices } from '../voices.ts';
import { matchStatement } from './matchStatement.ts';
import { SPEAKER, STATEMENT } from './statement.ts';

type Row = typeof voiceConsents.$inferSelect;

/** After this long the queue finishes what the process that was asked should have. */
const GO_ON_MS = 60_000;

/** What is done when nobody in particular does it. */
const CLOCK: Actor = { kind: 'system', id: null, name: 'VoiceOps Studio' };

export function presentConsent(row: Row): Consent {
  return {
    id: row.id,
    speaker: row.speaker,
    scope: row.scope,
    statement: row.statement,
    heard: row.heard,
    match: row.match,
    state: row.state === 'valid' && row.expiresAt <= new Date() ? 'expired' : row.state,
    expiresAt: row.expiresAt.toISOString(),
    revokedAt: row.revokedAt?.toISOString() ?? null,
    createdBy: createdByActor(row),
    createdAt: row.createdAt.toISOString(),
  };
}

/** The newest consent for a personality's voice; null before there is one. */
export async function readConsent(
  tx: WorkspaceTx,
  workspaceId: string,
  personalityId: string,
): Promise<Row | null> {
  const [row] = await tx
    .select()
    .from(voiceConsents)
    .where(and(eq(voiceConsents.workspaceId, workspaceId), eq(voiceConsents.personalityId, personalityId)))
    .orderBy(desc(voiceConsents.id))
    .limit(1);
  return row ?? null;
}

/**
 * Keeps a speaker's consent with the statement as it was spoken. It holds at once when the statement was heard in it;
 * otherwise a person decides. It takes the place of an earlier one; voices that were made of the
 * same speaker go on under it. Throws what `readAudio`
 * throws, `not-found`, and `validation-failed` for an expiry that is past. Nothing is kept once `overdue` is aborted.
 */
export async function giveConsent(
  voices: Voices,
  caller: Caller,
  personalityId: string,
  input: { speaker: string; scope: Consent['scope']; expiresAt: Date; bytes: Buffer },
  overdue?: AbortSignal,
): Promise<Consent> {
  const { workspaceId, actor } = caller;
  if (input.expiresAt <= new Date())
    throw new ProblemError('validation-failed', 'The consent would be over already. Choose a later day.', {
      errors: [{ field: 'expiresAt', message: 'must be in the future' }],
    });
  await voices.database.withWorkspace(workspaceId, (tx) => personalityRow(tx, workspaceId, personalityId));
  const recording = await voices.examiner.examine(input.bytes);
  const statement = STATEMENT.replace(SPEAKER, input.speaker);
  const heard = await voices.listener.hear(recording, statement);
  const match = matchStatement(statement, heard);
  const stored = await storeRecording(voices, workspaceId, input.bytes, recording.mediaType);
  const id = v7();
  const given = await voices.database.withWorkspace(workspaceId, async (tx) => {
    const personality = await personalityRow(tx, workspaceId, personalityId, { lock: true });
    overdue?.throwIfAborted();
    await keep(tx, workspaceId, stored, input.bytes.length);
    const [row] = await tx
      .insert(voiceConsents)
      .values({
        id,
        workspaceId,
        personalityId,
        speaker: input.speaker,
        scope: input.scope,
        statement,
        heard,
        match,
        state: match === 'matched' ? 'valid' : 'in-review',
        objectId: stored.id,
        mediaType: recording.mediaType,
        expiresAt: input.expiresAt,
        ...createdByColumns(actor),
      })
      .returning();
    await enqueue(
      tx,
      'endConsent',
      { workspaceId, consentId: id },
      { runAt: input.expiresAt, maxAttempts: 25 },
    );
    if (match === 'matched') await takeVoicesOver(tx, row!);
    await notify(tx, workspaceId, { type: 'personality-changed', personalityId });
    await record(tx, caller, 'voice.consent-given', personality, {
      consentId: id,
      scope: input.scope,
      match,
      expiresAt: input.expiresAt.toISOString(),
    });
    return presentConsent(row!);
  });
  voices.speech.changed(workspaceId);
  return given;
}

/** Puts the voices of the same speaker under a consent that has come to hold; another speaker's stay under theirs. */
export async function takeVoicesOver(
  tx: WorkspaceTx,
  { id, workspaceId, personalityId, speaker }: Pick<Row, 'id' | 'workspaceId' | 'personalityId' | 'speaker'>,
): Promise<void> {
  const earlier = tx
    .select({ id: voiceConsents.id })
    .from(voiceConsents)
    .where(and(eq(voiceConsents.personalityId, personalityId), eq(voiceConsents.speaker, speaker)));
  await tx
    .update(customVoices)
    .set({ consentId: id })
    .where(and(eq(customVoices.workspaceId, workspaceId), inArray(customVoices.consentId, earlier)));
}

/** The newest consent as it was spoken. Throws `not-found`. */
export async function openConsent(
  voices: Voices,
  { workspaceId }: Caller,
  personalityId: string,
): Promise<{ bytes: Buffer; mediaType: string }> {
  const newest = await voices.database.withWorkspace(workspaceId, async (tx) => {
    await personalityRow(tx, workspaceId, personalityId);
    return readConsent(tx, workspaceId, personalityId);
  });
  if (!newest) throw notFound('consent');
  return { bytes: await readRecording(voices, workspaceId, newest.objectId), mediaType: newest.mediaType };
}

/**
 * Revokes every consent for a personality's voice: all voices made for it fall silent, and what is live in them is
 * taken down. Throws `not-found`, `conflict` when none is left.
 */
export async function revokeConsent(
  voices: Voices,
  caller: Caller,
  personalityId: string,
): Promise<{ channel: string; slot: string }[]> {
  const { workspaceId } = caller;
  const revoked = await voices.database.withWorkspace(workspaceId, async (tx) => {
    const personality = await personalityRow(tx, workspaceId, personalityId, { lock: true });
    const ended = await tx
      .update(voiceConsents)
      .set({ state: 'revoked', revokedAt: new Date() })
      .where(
        and(
          eq(voiceConsents.workspaceId, workspaceId),
          eq(voiceConsents.personalityId, personalityId),
          ne(voiceConsents.state, 'revoked'),
        ),
      )
      .returning();
    if (ended.length === 0)
      throw new ProblemError('conflict', 'There is no consent here that could be revoked.');
    // Should this process stop before everything is taken down, the queue goes on with it.
    const runAt = new Date(Date.now() + GO_ON_MS);
    for (const { id } of ended)
      await enqueue(tx, 'endConsent', { workspaceId, consentId: id }, { runAt, maxAttempts: 25 });
    await notify(tx, workspaceId, { type: 'personality-changed', personalityId });
    await record(tx, caller, 'voice.consent-revoked', personality, {
      consentIds: ended.map(({ id }) => id),
    });
    return ended;
  });
  voices.speech.changed(workspaceId);
  const places = [];
  for (const { id, speaker } of revoked)
    places.push(...(await takeDown(voices, caller, id, revokedReason(speaker))));
  return places;
}

/**
 * Takes down what is live in the voices of a consent that is over, and tells whoever looks at them; nothing while it
 * still holds. For the queue.
 */
export async function endConsent(
  voices: Voices,
  { workspaceId, consentId }: { workspaceId: string; consentId: string },
): Promise<void> {
  const [consent] = await voices.database.withWorkspace(workspaceId, (tx) =>
    tx
      .select()
      .from(voiceConsents)
      .where(and(eq(voiceConsents.workspaceId, workspaceId), eq(voiceConsents.id, consentId))),
  );
  if (!consent || presentConsent(consent).state === 'valid') return;
  voices.speech.changed(workspaceId);
  const { personalityId } = consent;
  await voices.database.withWorkspace(workspaceId, (tx) =>
    notify(tx, workspaceId, { type: 'personality-changed', personalityId }),
  );
  const reason =
    consent.state === 'revoked'
      ? revokedReason(consent.speaker)
      : `The consent of ${consent.speaker} to use this voice has ended.`;
  await takeDown(voices, { workspaceId, actor: CLOCK, correlationId: null }, consentId, reason);
}

const revokedReason = (speaker: string) => `${speaker} has revoked the consent to use this voice.`;

async function takeDown(voices: Voices, by: By, consentId: string, reason: string) {
  const made = await voices.database.withWorkspace(by.workspaceId, (tx) =>
    tx
      .select({ id: customVoices.id })
      .from(customVoices)
      .where(and(eq(customVoices.workspaceId, by.workspaceId), eq(customVoices.consentId, consentId))),
  );
  const places = [];
  for (const { id } of made)
    places.push(...(await voices.withdrawVoice(by, `${CUSTOM_PREFIX}${id}`, reason)));
  return places;
}
