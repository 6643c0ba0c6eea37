import { and, asc, eq, gt } from 'drizzle-orm';
import { v7 } from 'uuid';
import type { Personality } from '../../../shared/api/personalities.ts';
import type { VoiceSettings } from '../../../shared/speech/voiceSettings.ts';
import { VOICE_SETTINGS } from '../../../shared/speech/voiceSettings.ts';
import type { Caller } from '../../caller.ts';
import { createdByActor, createdByColumns } from '../../db/actors.ts';
import { recordAudit } from '../../db/audit.ts';
import type { WorkspaceTx } from '../../db/database.ts';
import { decodeCursor, IdPosition, pageOf } from '../../db/page.ts';
import { customVoices, personalities } from '../../db/schema/index.ts';
import { notFound, ProblemError } from '../../problem.ts';
import type { By, Voices } from '../voices.ts';

type Row = typeof personalities.$inferSelect;
type MadeState = typeof customVoices.$inferSelect.state | null;

const columns = { personality: personalities, state: customVoices.state };

const selectPersonalities = (tx: WorkspaceTx) =>
  tx
    .select(columns)
    .from(personalities)
    .leftJoin(customVoices, eq(customVoices.id, personalities.customVoiceId));

function present({ personality, state }: { personality: Row; state: MadeState }): Personality {
  return {
    id: personality.id,
    name: personality.name,
    voice: personality.voiceId === null ? null : { id: personality.voiceId, settings: personality.settings },
    customVoice: state === null || state === 'deleted' ? 'none' : state,
    createdBy: createdByActor(personality),
    createdAt: personality.createdAt.toISOString(),
  };
}

/** A page of the workspace's personalities, in the order they were made. */
export async function listPersonalities(
  { database }: Voices,
  { workspaceId }: Caller,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
) {
  const after = decodeCursor(cursor, IdPosition);
  const rows = await database.withWorkspace(workspaceId, (tx) =>
    selectPersonalities(tx)
      .where(
        and(
          eq(personalities.workspaceId, workspaceId),
          after === null ? undefined : gt(personalities.id, after[0]),
        ),
      )
      .orderBy(asc(personalities.id))
      .limit(limit + 1),
  );
  const { items, nextCursor } = pageOf(rows, limit, ({ personality }) => [personality.id]);
  return { items: items.map(present), nextCursor };
}

/** Throws `not-found`. */
export async function readPersonality(
  tx: WorkspaceTx,
  workspaceId: string,
  id: string,
): Promise<Personality> {
  const [row] = await selectPersonalities(tx).where(
    and(eq(personalities.workspaceId, workspaceId), eq(personalities.id, id)),
  );
  if (!row) throw notFound('personality');
  return present(row);
}

/** A row as it is stored, locked when what follows depends on it. Throws `not-found`. */
export async function personalityRow(
  tx: WorkspaceTx,
  workspaceId: string,
  id: string,
  { lock = false }: { lock?: boolean } = {},
): Promise<Row> {
  const query = tx
    .select()
    .from(personalities)
    .where(and(eq(personalities.workspaceId, workspaceId), eq(personalities.id, id)));
  const [row] = await (lock ? query.for('update') : query);
  if (!row) throw notFound('personality');
  return row;
}

export function getPersonality({ database }: Voices, { workspaceId }: Caller, id: string) {
  return database.withWorkspace(workspaceId, (tx) => readPersonality(tx, workspaceId, id));
}

export function createPersonality(
  { database }: Voices,
  caller: Caller,
  { name }: { name: string },
): Promise<Personality> {
  const { workspaceId, actor } = caller;
  const id = v7();
  return database.withWorkspace(workspaceId, async (tx) => {
    await tx.insert(personalities).values({ id, workspaceId, name, ...createdByColumns(actor) });
    await record(tx, caller, 'personality.created', { id, name });
    return readPersonality(tx, workspaceId, id);
  });
}

export function renamePersonality(
  { database }: Voices,
  caller: Caller,
  id: string,
  { name }: { name: string },
): Promise<Personality> {
  const { workspaceId } = caller;
  return database.withWorkspace(workspaceId, async (tx) => {
    const before = await personalityRow(tx, workspaceId, id, { lock: true });
    await tx.update(personalities).set({ name }).where(eq(personalities.id, id));
    await record(tx, caller, 'personality.changed', { id, name }, { name: { from: before.name, to: name } });
    return readPersonality(tx, workspaceId, id);
  });
}

/** Chooses the voice, and its settings. Throws `not-found`, `unknown-voice`, and `unsupported-parameter` for a setting it has not. */
export async function chooseVoice(
  { database, speech }: Voices,
  caller: Caller,
  id: string,
  input: { voiceId?: string | undefined; settings: VoiceSettings },
): Promise<Personality> {
  const { workspaceId } = caller;
  const before = await database.withWorkspace(workspaceId, (tx) => personalityRow(tx, workspaceId, id));
  const voiceId = input.voiceId ?? before.voiceId;
  if (voiceId === null)
    throw new ProblemError('validation-failed', 'Choose a voice first: settings belong to one.');
  const voice = await speech.voice(workspaceId, voiceId);
  for (const name of Object.keys(input.settings))
    if (!voice.capabilities.settings.some((own) => own === name))
      throw new ProblemError(
        'unsupported-parameter',
        `${voice.name} has no setting “${VOICE_SETTINGS[name as keyof typeof VOICE_SETTINGS].label}”.`,
      );
  return database.withWorkspace(workspaceId, async (tx) => {
    await tx
      .update(personalities)
      .set({ voiceId, settings: input.settings })
      .where(and(eq(personalities.workspaceId, workspaceId), eq(personalities.id, id)));
    await record(tx, caller, 'personality.voice-chosen', before, { voiceId, settings: input.settings });
    return readPersonality(tx, workspaceId, id);
  });
}

/** Writes down what was done to a personality or its voice; last in the transaction, as audit is. */
export function record(
  tx: WorkspaceTx,
  by: By,
  action: string,
  { id, name }: { id: string; name: string },
  detail: Record<string, unknown> = {},
): Promise<unknown> {
  return recordAudit(tx, by.workspaceId, {
    actor: by.actor,
    action,
    subject: { kind: 'personality', id, name },
    detail,
    correlationId: by.correlationId,
  });
}
