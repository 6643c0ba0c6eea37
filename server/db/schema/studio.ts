import { sql } from 'drizzle-orm';
import {
  type AnyPgColumn,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  real,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import type { CheckItem, PURPOSES, VersionState, VersionStatus } from '../../../shared/api/studio.ts';
import type { DictionaryEntry } from '../../../shared/speech/dictionary.ts';
import type { SpeechParameters } from '../../../shared/speech/parameters.ts';
import { at, bytea, createdAt, id, isolated, workspaceId } from './columns.ts';
import { workspaces } from './identity.ts';

export type ActorKind = 'user' | 'key' | 'system';
/** Who did it, copied at the time so that history survives renames and removals. */
export const createdBy = () => ({
  createdByKind: text('created_by_kind').$type<ActorKind>().notNull(),
  createdById: text('created_by_id'),
  createdByName: text('created_by_name').notNull(),
});

export const projects = pgTable(
  'projects',
  {
    id: id(),
    workspaceId: workspaceId().references(() => workspaces.id),
    name: text('name').notNull(),
    purpose: text('purpose').$type<(typeof PURPOSES)[number]>().notNull(),
    ...createdBy(),
    createdAt: createdAt(),
    updatedAt: at('updated_at').notNull().defaultNow(),
  },
  (t) => [index().on(t.workspaceId, t.id), isolated()],
);

export const scripts = pgTable(
  'scripts',
  {
    id: id(),
    workspaceId: workspaceId().references(() => workspaces.id),
    projectId: uuid('project_id')
      .notNull()
      .references(() => projects.id),
    title: text('title').notNull(),
    language: text('language').notNull(),
    revisionNumber: integer('revision_number').notNull(),
    versionCount: integer('version_count').notNull().default(0),
    ...createdBy(),
    createdAt: createdAt(),
    updatedAt: at('updated_at').notNull().defaultNow(),
  },
  (t) => [index().on(t.projectId, t.id), index().on(t.workspaceId, t.id), isolated()],
);

/** Immutable: triggers refuse UPDATE and DELETE. */
export const revisions = pgTable(
  'revisions',
  {
    id: id(),
    workspaceId: workspaceId().references(() => workspaces.id),
    scriptId: uuid('script_id')
      .notNull()
      .references(() => scripts.id),
    number: integer('number').notNull(),
    text: text('text').notNull(),
    ...createdBy(),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex().on(t.scriptId, t.number),
    // Searched by `voiceops_scripts_saying`.
    index('revisions_words').using('gin', sql`to_tsvector('simple', voiceops_spaced(${t.text}))`),
    isolated(),
  ],
);

export const batches = pgTable(
  'batches',
  {
    id: id(),
    workspaceId: workspaceId().references(() => workspaces.id),
    projectId: uuid('project_id')
      .notNull()
      .references(() => projects.id),
    ...createdBy(),
    createdAt: createdAt(),
  },
  (t) => [index().on(t.workspaceId, t.id), index().on(t.projectId, t.id), isolated()],
);

/** One generation. What was asked never changes; what came of it is written once, by the attempt that holds the lease. */
export const versions = pgTable(
  'versions',
  {
    id: id(),
    workspaceId: workspaceId().references(() => workspaces.id),
    scriptId: uuid('script_id')
      .notNull()
      .references(() => scripts.id),
    projectId: uuid('project_id')
      .notNull()
      .references(() => projects.id),
    number: integer('number').notNull(),
    revisionId: uuid('revision_id')
      .notNull()
      .references(() => revisions.id),
    voiceId: text('voice_id').notNull(),
    voiceName: text('voice_name').notNull(),
    parameters: jsonb('parameters').$type<SpeechParameters>().notNull(),
    note: text('note'),
    /** The state of the pronunciation dictionary that it is spoken with; null: there was none. */
    dictionaryVersion: integer('dictionary_version'),
    batchId: uuid('batch_id').references(() => batches.id),
    /** The version whose voice could not speak: this one was made in its place, by another voice. */
    standInForId: uuid('stand_in_for_id').references((): AnyPgColumn => versions.id),
    standInReason: text('stand_in_reason'),
    state: text('state').$type<VersionState>().notNull().default('queued'),
    progress: real('progress').notNull().default(0),
    /** The attempt that may write the result; a late one finds another id here and changes nothing. */
    attemptId: uuid('attempt_id'),
    /** Attempts begun since it was last queued by a person; bounds what a crash or an engine can repeat. */
    attempts: integer('attempts').notNull().default(0),
    failureCode: text('failure_code'),
    failureMessage: text('failure_message'),
    failureRetryable: boolean('failure_retryable'),
    status: text('status').$type<VersionStatus>().notNull().default('draft'),
    selfApproved: boolean('self_approved').notNull().default(false),
    engineId: text('engine_id'),
    engineVersion: text('engine_version'),
    digest: text('digest'),
    /** Of the master's samples, hex: finds a version by a file whose description was changed or taken away. */
    samplesSha256: text('samples_sha256'),
    masterObjectId: uuid('master_object_id').references(() => audioObjects.id),
    durationMs: real('duration_ms'),
    sampleRateHz: integer('sample_rate_hz'),
    loudnessLufs: real('loudness_lufs'),
    truePeakDbtp: real('true_peak_dbtp'),
    sizeBytes: integer('size_bytes'),
    costUsd: real('cost_usd'),
    /** 0–255 a span; a few kilobytes, so that lists of waveforms need no audio. */
    peaks: bytea('peaks'),
    words:
      jsonb('words').$type<
        { text: string; startMs: number; endMs: number; charStart: number; charEnd: number }[]
      >(),
    ...createdBy(),
    createdAt: createdAt(),
    startedAt: at('started_at'),
    finishedAt: at('finished_at'),
    submittedAt: at('submitted_at'),
  },
  (t) => [
    uniqueIndex().on(t.scriptId, t.number),
    index().on(t.workspaceId, t.status, t.id),
    index().on(t.workspaceId, t.digest),
    index().on(t.digest),
    index().on(t.samplesSha256),
    index().on(t.batchId),
    index().on(t.projectId, t.status),
    index().on(t.revisionId),
    index('versions_unfinished').on(t.createdAt).where(sql`state in ('queued', 'generating')`),
    isolated(),
  ],
);

/** Every stored piece of audio. `pending` until the row that needs it commits; the sweep removes what stays pending. */
export const audioObjects = pgTable(
  'audio_objects',
  {
    id: id(),
    workspaceId: workspaceId().references(() => workspaces.id),
    state: text('state').$type<'pending' | 'stored'>().notNull(),
    /** `marked`: a rendition that carries a manifest of where it comes from. `recording`: what a person uploaded. */
    kind: text('kind').$type<'master' | 'rendition' | 'marked' | 'published' | 'recording'>().notNull(),
    format: text('format').notNull(),
    digest: text('digest'),
    sha256: text('sha256'),
    sizeBytes: integer('size_bytes'),
    /** Data key of this object, wrapped under the master key named; null: stored in the clear because it is published. */
    wrappedKey: bytea('wrapped_key'),
    masterKeyId: text('master_key_id'),
    createdAt: createdAt(),
  },
  (t) => [
    index().on(t.state, t.createdAt),
    uniqueIndex('audio_objects_rendition').on(t.workspaceId, t.digest, t.kind, t.format),
    index().on(t.masterKeyId),
    index().on(t.sha256),
    isolated(),
  ],
);

/** What the automatic checks found of a version, newest run only. `items` is null while they wait or run. */
export const versionChecks = pgTable(
  'version_checks',
  {
    versionId: uuid('version_id')
      .primaryKey()
      .references(() => versions.id),
    workspaceId: workspaceId().references(() => workspaces.id),
    /** Which run this is of; an older one writes nothing any more. */
    runId: uuid('run_id').notNull(),
    /** Of the checks themselves and of what they were made with; null until they ran. */
    checker: text('checker'),
    items: jsonb('items').$type<CheckItem[]>(),
    requestedAt: at('requested_at').notNull().defaultNow(),
    finishedAt: at('finished_at'),
  },
  (t) => [
    index().on(t.workspaceId),
    index('version_checks_waiting').on(t.requestedAt).where(sql`finished_at is null`),
    isolated(),
  ],
);

export const statusChanges = pgTable(
  'status_changes',
  {
    id: id(),
    workspaceId: workspaceId().references(() => workspaces.id),
    versionId: uuid('version_id')
      .notNull()
      .references(() => versions.id),
    from: text('from_status').$type<VersionStatus>(),
    to: text('to_status').$type<VersionStatus>().notNull(),
    note: text('note'),
    ...createdBy(),
    createdAt: createdAt(),
  },
  (t) => [index().on(t.versionId, t.id), isolated()],
);

export const approvals = pgTable(
  'approvals',
  {
    id: id(),
    workspaceId: workspaceId().references(() => workspaces.id),
    versionId: uuid('version_id')
      .notNull()
      .references(() => versions.id),
    digest: text('digest').notNull(),
    role: text('role').notNull(),
    selfApproved: boolean('self_approved').notNull(),
    /** Set when changes were asked for afterwards: such an approval counts no more. */ withdrawnAt:
      at('withdrawn_at'),
    ...createdBy(),
    createdAt: createdAt(),
  },
  (t) => [
    index().on(t.versionId),
    // One person, one approval.
    uniqueIndex('approvals_of_a_person').on(t.versionId, t.createdById).where(sql`withdrawn_at is null`),
    isolated(),
  ],
);

export const comments = pgTable(
  'comments',
  {
    id: id(),
    workspaceId: workspaceId().references(() => workspaces.id),
    versionId: uuid('version_id')
      .notNull()
      .references(() => versions.id),
    parentId: uuid('parent_id'),
    text: text('text').notNull(),
    startMs: integer('start_ms'),
    endMs: integer('end_ms'),
    word: integer('word'),
    editedAt: at('edited_at'),
    resolvedAt: at('resolved_at'),
    resolvedByKind: text('resolved_by_kind').$type<ActorKind>(),
    resolvedById: text('resolved_by_id'),
    resolvedByName: text('resolved_by_name'),
    ...createdBy(),
    createdAt: createdAt(),
  },
  (t) => [index().on(t.versionId, t.id), isolated()],
);

/** The workspace's pronunciation dictionary, state by state. Immutable: triggers refuse UPDATE and DELETE. */
export const dictionaryVersions = pgTable(
  'dictionary_versions',
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    /** Counts the workspace's states from 1. */
    number: integer('number').notNull(),
    entries: jsonb('entries').$type<DictionaryEntry[]>().notNull(),
    note: text('note'),
    ...createdBy(),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.number] }), isolated()],
);
