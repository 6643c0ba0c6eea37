import { and, desc, eq, inArray, type SQL, sql } from 'drizzle-orm';
import type { CatalogueVoice, VoicePull } from '../../shared/api/voiceCatalogue.ts';
import { type DownloadableVoice, VOICE_CATALOGUE } from '../../shared/voices/catalogue.ts';
import type { Caller } from '../caller.ts';
import { createdByActor, createdByColumns } from '../db/actors.ts';
import { recordAudit } from '../db/audit.ts';
import type { Database, WorkspaceTx } from '../db/database.ts';
import { enqueue } from '../db/jobs.ts';
import { notify } from '../db/notify.ts';
import { voicePulls } from '../db/schema/index.ts';
import { notFound, ProblemError } from '../problem.ts';
import { findPublishedVoice } from './download/collection.ts';
import {
  addressOf,
  discardParts,
  downloadVoice,
  freeBytesOf,
  isInstalled,
  removeVoiceFiles,
  sizeOfVoice,
  type VoiceSource,
} from './download/downloadVoice.ts';

/** What an engine makes of the files of voices on this machine. */
export interface LocalVoices {
  models(): Promise<
    readonly {
      files: { family: string; name: string };
      problem?: string | undefined;
      description?: { language: string; sizeBytes: number; licence: string | null } | undefined;
    }[]
  >;
  /** After files were added. */
  refresh(): Promise<void>;
  /** After the files of a voice were removed. */
  forget(family: DownloadableVoice['family'], name: string): Promise<void>;
}

export interface VoicePulls {
  database: Database;
  source: VoiceSource;
  local: LocalVoices;
  catalogue?: readonly DownloadableVoice[];
}

const UNDER_WAY = ['queued', 'running'] as const;
const IN_VAIN = ['failed', 'cancelled'] as const;
/** A download tells of itself more often; one that does not was lost with its node. */
const LOST_AFTER = sql`interval '3 minutes'`;
const TRIES = 5;

const catalogueOf = ({ catalogue = VOICE_CATALOGUE }: VoicePulls) => catalogue;

const listed = (pulls: VoicePulls, voiceId: string) => catalogueOf(pulls).find(({ id }) => id === voiceId);

/** The latest pull of each voice. */
const latestPulls = (tx: WorkspaceTx, workspaceId: string, ...more: SQL[]) =>
  tx
    .selectDistinctOn([voicePulls.voiceId])
    .from(voicePulls)
    .where(and(eq(voicePulls.workspaceId, workspaceId), ...more))
    .orderBy(voicePulls.voiceId, desc(voicePulls.id));

/** A voice of the catalogue, else of Piper's collection by its name; what the source says of it before it is fetched. */
export async function findVoice(pulls: VoicePulls, voiceId: string): Promise<CatalogueVoice> {
  return presentVoice(pulls, await offered(pulls, voiceId));
}

async function offered(pulls: VoicePulls, voiceId: string): Promise<DownloadableVoice> {
  return listed(pulls, voiceId) ?? findPublishedVoice(pulls.source.url, voiceId);
}

function presentVoice(
  { source }: VoicePulls,
  voice: DownloadableVoice,
  { problem = null, pull = null }: Partial<Pick<CatalogueVoice, 'problem' | 'pull'>> = {},
): CatalogueVoice {
  const { files: _files, family: _family, ...facts } = voice;
  return {
    ...facts,
    sizeBytes: sizeOfVoice(voice),
    installed: isInstalled(source.folder, voice),
    offered: true,
    problem,
    pull,
  };
}

/** Voices that can be fetched, and what else lies in the folder, as this node sees it. */
export async function listCatalogue(pulls: VoicePulls, workspaceId: string) {
  const { database, source, local } = pulls;
  const [rows, models, freeBytes] = await Promise.all([
    database.withWorkspace(workspaceId, (tx) => latestPulls(tx, workspaceId)),
    local.models().catch(() => []),
    (source.freeBytes ?? freeBytesOf)(source.folder).catch(() => null),
  ]);
  const pulled = new Map(rows.map((row) => [row.voiceId, presentPull(row)]));
  const broken = new Map(models.map(({ files, problem }) => [files.name, problem ?? null]));
  // What was asked for by its name stands here as long as it is wanted.
  const byName = rows.flatMap(({ voice, state }) =>
    voice && !listed(pulls, voice.id) && (state !== 'ready' || isInstalled(source.folder, voice))
      ? [voice]
      : [],
  );
  const items = [...catalogueOf(pulls), ...byName].map((voice) =>
    presentVoice(pulls, voice, { problem: broken.get(voice.id), pull: pulled.get(voice.id) }),
  );
  for (const { files, problem, description } of models) {
    if (items.some(({ id }) => id === files.name)) continue;
    items.push({
      id: files.name,
      name: files.name,
      language: description?.language ?? 'en',
      gender: 'neutral',
      description: '',
      licence: description?.licence ?? 'Not known',
      sizeBytes: description?.sizeBytes ?? 0,
      installed: true,
      offered: false,
      problem: problem ?? null,
      pull: null,
    });
  }
  return { items, nextCursor: null, source: source.url, freeBytes };
}

/** Queues the fetching of a voice; one under way is answered instead. Who asks has accepted the licence. */
export async function requestPull(pulls: VoicePulls, caller: Caller, voiceId: string): Promise<VoicePull> {
  const voice = await offered(pulls, voiceId);
  const { workspaceId, actor, correlationId } = caller;
  return pulls.database.withWorkspace(workspaceId, async (tx) => {
    await tx
      .update(voicePulls)
      .set({ state: 'failed', problem: 'The node that fetched it is gone.' })
      .where(and(underWay(workspaceId, voiceId), sql`${voicePulls.updatedAt} < now() - ${LOST_AFTER}`));
    const [made] = await tx
      .insert(voicePulls)
      .values({
        workspaceId,
        voiceId,
        voice: listed(pulls, voiceId) ? null : voice,
        ...createdByColumns(actor),
      })
      .onConflictDoNothing()
      .returning();
    if (!made) {
      const [known] = await tx.select().from(voicePulls).where(underWay(workspaceId, voiceId));
      if (!known) throw new ProblemError('conflict', 'The voice was fetched at this moment. Look again.');
      return presentPull(known);
    }
    await enqueue(
      tx,
      'pullVoice',
      { workspaceId, pullId: made.id },
      { key: `pull:${made.id}`, maxAttempts: TRIES },
    );
    await tell(tx, workspaceId, voiceId);
    await recordAudit(tx, workspaceId, {
      actor,
      action: 'voice.pull-requested',
      subject: { kind: 'voice', id: voiceId, name: voice.name },
      detail: { licence: voice.licence, source: addressOf(pulls.source, voice) },
      correlationId,
    });
    return presentPull(made);
  });
}

/** Stops the fetching of a voice, on whichever node it runs. Throws `not-found` when none is under way. */
export async function cancelPull({ database }: VoicePulls, caller: Caller, voiceId: string): Promise<void> {
  const { workspaceId, actor, correlationId } = caller;
  await database.withWorkspace(workspaceId, async (tx) => {
    const [row] = await tx
      .update(voicePulls)
      .set({ state: 'cancelled', updatedAt: new Date() })
      .where(underWay(workspaceId, voiceId))
      .returning();
    if (!row) throw notFound('download of this voice');
    await tell(tx, workspaceId, voiceId);
    await recordAudit(tx, workspaceId, {
      actor,
      action: 'voice.pull-cancelled',
      subject: { kind: 'voice', id: voiceId },
      correlationId,
    });
  });
}

/**
 * Removes a fetched voice from this node; of one that is not here, a download that failed or was stopped, with what
 * arrived of it. Throws `not-found`, and `conflict` while it is being fetched.
 */
export async function removeVoice(pulls: VoicePulls, caller: Caller, voiceId: string): Promise<void> {
  const { workspaceId, actor, correlationId } = caller;
  const [pull] = await pulls.database.withWorkspace(workspaceId, (tx) =>
    latestPulls(tx, workspaceId, eq(voicePulls.voiceId, voiceId)),
  );
  const voice = listed(pulls, voiceId) ?? pull?.voice;
  const { folder } = pulls.source;
  const isHere = voice ? isInstalled(folder, voice) : false;
  if (!isHere && pull && isOneOf(UNDER_WAY, pull.state))
    throw new ProblemError('conflict', 'This voice is being fetched. Stop that first.');
  if (!voice || !(isHere || (pull && isOneOf(IN_VAIN, pull.state)))) throw notFound('voice on this node');
  await pulls.database.withWorkspace(workspaceId, async (tx) => {
    await tx.delete(voicePulls).where(ofVoice(workspaceId, voiceId, IN_VAIN));
    await tell(tx, workspaceId, voiceId);
    await recordAudit(tx, workspaceId, {
      actor,
      action: isHere ? 'voice.removed' : 'voice.pull-discarded',
      subject: { kind: 'voice', id: voiceId, name: voice.name },
      correlationId,
    });
  });
  if (!isHere) return discardParts(folder, voice);
  await removeVoiceFiles(folder, voice);
  await pulls.local.forget(voice.family, voiceId);
}

const isOneOf = (states: readonly VoicePull['state'][], state: VoicePull['state']) => states.includes(state);

/** How often progress is written down. */
const TELL_EVERY_MS = 400;

/**
 * Fetches the voice of a queued pull onto this node. Throws for what another try may mend, while there is one; other
 * failures end the pull.
 */
export async function runPull(
  pulls: VoicePulls,
  { workspaceId, pullId }: { workspaceId: string; pullId: string },
  { signal, lastTry }: { signal: AbortSignal; lastTry: boolean },
): Promise<void> {
  const { database } = pulls;
  const change = (values: Partial<typeof voicePulls.$inferInsert>) =>
    database.withWorkspace(workspaceId, async (tx) => {
      const [row] = await tx
        .update(voicePulls)
        .set({ ...values, updatedAt: new Date() })
        .where(
          and(
            eq(voicePulls.workspaceId, workspaceId),
            eq(voicePulls.id, pullId),
            inArray(voicePulls.state, UNDER_WAY),
          ),
        )
        .returning();
      if (row) await tell(tx, workspaceId, row.voiceId);
      return row;
    });
  const pull = await change({ state: 'running', problem: null });
  if (!pull) return;
  const cancelled = new AbortController();
  let receivedBytes = 0;
  let telling: Promise<unknown> = Promise.resolve();
  // Also when nothing arrives: so that it is seen to live, and notices that it was cancelled.
  const timer = setInterval(() => {
    telling = change({ receivedBytes })
      .then((row) => row ?? cancelled.abort(new Error('cancelled')))
      // A moment without the database costs a figure, not the download.
      .catch(() => undefined);
  }, TELL_EVERY_MS);
  try {
    const voice = pull.voice ?? listed(pulls, pull.voiceId);
    if (!voice) throw notFound('voice');
    await downloadVoice(voice, pulls.source, {
      signal: AbortSignal.any([signal, cancelled.signal]),
      onProgress: (bytes) => {
        receivedBytes = bytes;
      },
    });
    clearInterval(timer);
    await telling;
    await pulls.local.refresh();
    const ready = await change({ state: 'ready', receivedBytes: sizeOfVoice(voice) });
    if (ready) await recordPulled(database, ready);
  } catch (error) {
    clearInterval(timer);
    await telling;
    if (cancelled.signal.aborted) return;
    signal.throwIfAborted();
    const problem = error instanceof ProblemError ? error.message : 'It could not be fetched.';
    const mayHelp = !(error instanceof ProblemError) || error.retryable;
    await change(mayHelp && !lastTry ? { state: 'queued', problem } : { state: 'failed', problem });
    if (mayHelp && !lastTry) throw error;
  }
}

async function recordPulled(database: Database, pull: typeof voicePulls.$inferSelect): Promise<void> {
  await database.withWorkspace(pull.workspaceId, (tx) =>
    recordAudit(tx, pull.workspaceId, {
      actor: createdByActor(pull),
      action: 'voice.pulled',
      subject: { kind: 'voice', id: pull.voiceId },
    }),
  );
}

const underWay = (workspaceId: string, voiceId: string) => ofVoice(workspaceId, voiceId, UNDER_WAY);

const ofVoice = (workspaceId: string, voiceId: string, states: readonly VoicePull['state'][]) =>
  and(
    eq(voicePulls.workspaceId, workspaceId),
    eq(voicePulls.voiceId, voiceId),
    inArray(voicePulls.state, states),
  );

const tell = (tx: WorkspaceTx, workspaceId: string, voiceId: string) =>
  notify(tx, workspaceId, { type: 'voice-pull', voiceId });

function presentPull({
  id,
  state,
  receivedBytes,
  problem,
  createdAt,
}: typeof voicePulls.$inferSelect): VoicePull {
  return { id, state, receivedBytes, problem, startedAt: createdAt.toISOString() };
}
