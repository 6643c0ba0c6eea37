import { sql } from 'drizzle-orm';
import {
  type AnyPgColumn,
  bigint,
  boolean,
  check,
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
import type { Consent, SampleCheck } from '../../../shared/api/personalities.ts';
import type { Voice } from '../../../shared/api/voices.ts';
import type { VoiceSettings } from '../../../shared/speech/voiceSettings.ts';
import type { DownloadableVoice } from '../../../shared/voices/catalogue.ts';
import { at, bytea, createdAt, id, isolated, workspaceId } from './columns.ts';
import { workspaces } from './identity.ts';
import { audioObjects, createdBy } from './studio.ts';

/** A workspace's own settings of an engine, which win over the installation's. */
export const engineSettings = pgTable(
  'engine_settings',
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    engineId: text('engine_id').notNull(),
    /** Values by name as JSON, sealed under the master key (storage/sealing). */
    sealedSecret: bytea('sealed_secret').notNull(),
    updatedAt: at('updated_at').notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.engineId] }), isolated()],
);

export const PULL_STATES = ['queued', 'running', 'ready', 'failed', 'cancelled'] as const;

/** Downloads of voices that a workspace asked for. The files themselves belong to the node that fetched them. */
export const voicePulls = pgTable(
  'voice_pulls',
  {
    id: id(),
    workspaceId: workspaceId().references(() => workspaces.id),
    voiceId: text('voice_id').notNull(),
    /** What is fetched, as its licence was accepted, of a voice that the catalogue does not have. */
    voice: jsonb('voice').$type<DownloadableVoice>(),
    state: text('state', { enum: PULL_STATES }).notNull().default('queued'),
    receivedBytes: bigint('received_bytes', { mode: 'number' }).notNull().default(0),
    /** Why it failed, or what it waits for. */
    problem: text('problem'),
    ...createdBy(),
    createdAt: createdAt(),
    updatedAt: at('updated_at').notNull().defaultNow(),
  },
  (t) => [
    // One download of a voice at a time.
    uniqueIndex('voice_pulls_under_way')
      .on(t.workspaceId, t.voiceId)
      .where(sql`state in ('queued', 'running')`),
    isolated(),
  ],
);

/** Who speaks. What it is stands in its versions (schema/personalities.ts); here is what holds whichever of them. */
export const personalities = pgTable(
  'personalities',
  {
    id: id(),
    workspaceId: workspaceId().references(() => workspaces.id),
    /** As in its newest version, for lists that show no more of it. */
    name: text('name').notNull(),
    /** The number of its newest version. */
    version: integer('version').notNull().default(1),
    /** Whether it may answer unasked. */
    active: boolean('active').notNull().default(true),
    /** Answers where nobody asked for another one. */
    isPrimary: boolean('is_primary').notNull().default(false),
    deletedAt: at('deleted_at'),
    /** The newest making of its own voice, whatever came of it. */
    customVoiceId: uuid('custom_voice_id').references((): AnyPgColumn => customVoices.id),
    /** The newest test sentence, as WAV. */
    testObjectId: uuid('test_object_id').references(() => audioObjects.id),
    /** Whose it is: the speaker decides who may hear it. */
    testVoiceId: text('test_voice_id'),
    ...createdBy(),
    createdAt: createdAt(),
  },
  (t) => [
    index().on(t.workspaceId, t.id),
    uniqueIndex('personalities_primary').on(t.workspaceId).where(sql`is_primary`),
    check('personalities_primary_answers', sql`not is_primary or (active and deleted_at is null)`),
    isolated(),
  ],
);

/** A recording of the speaker, as it was uploaded; its id is that of the stored object. */
export const voiceSamples = pgTable(
  'voice_samples',
  {
    id: id().references(() => audioObjects.id),
    workspaceId: workspaceId().references(() => workspaces.id),
    personalityId: uuid('personality_id')
      .notNull()
      .references(() => personalities.id),
    name: text('name').notNull(),
    mediaType: text('media_type').notNull(),
    durationMs: real('duration_ms').notNull(),
    sampleRateHz: integer('sample_rate_hz').notNull(),
    sizeBytes: integer('size_bytes').notNull(),
    peaks: bytea('peaks').notNull(),
    speech: jsonb('speech').$type<{ startMs: number; endMs: number }[]>().notNull(),
    checks: jsonb('checks').$type<SampleCheck[]>().notNull(),
    ...createdBy(),
    createdAt: createdAt(),
  },
  (t) => [index().on(t.personalityId, t.id), isolated()],
);

/** What a speaker agreed to, with the statement as it was spoken. Whether it is over is a matter of the clock. */
export const voiceConsents = pgTable(
  'voice_consents',
  {
    id: id(),
    workspaceId: workspaceId().references(() => workspaces.id),
    personalityId: uuid('personality_id')
      .notNull()
      .references(() => personalities.id),
    speaker: text('speaker').notNull(),
    scope: text('scope').$type<Consent['scope']>().notNull(),
    statement: text('statement').notNull(),
    heard: text('heard'),
    match: text('match').$type<Consent['match']>().notNull(),
    state: text('state').$type<'valid' | 'in-review' | 'rejected' | 'revoked'>().notNull(),
    objectId: uuid('object_id')
      .notNull()
      .references(() => audioObjects.id),
    mediaType: text('media_type').notNull(),
    expiresAt: at('expires_at').notNull(),
    revokedAt: at('revoked_at'),
    ...createdBy(),
    createdAt: createdAt(),
  },
  (t) => [index().on(t.personalityId, t.id), index().on(t.workspaceId, t.state), isolated()],
);

/** One making of a voice of samples; a ready one is a voice, `custom:` and its id. */
export const customVoices = pgTable(
  'custom_voices',
  {
    id: id(),
    workspaceId: workspaceId().references(() => workspaces.id),
    personalityId: uuid('personality_id')
      .notNull()
      .references((): AnyPgColumn => personalities.id),
    consentId: uuid('consent_id')
      .notNull()
      .references(() => voiceConsents.id),
    engineId: text('engine_id').notNull(),
    name: text('name').notNull(),
    language: text('language').notNull(),
    gender: text('gender').$type<Voice['gender']>().notNull(),
    state: text('state').$type<'in-review' | 'training' | 'ready' | 'failed' | 'deleted'>().notNull(),
    reviewReason: text('review_reason'),
    /** Why it failed; while it is tried again, why the last try did. */
    failure: text('failure'),
    /** It failed, or was stopped, for no fault of the recordings: it does not count against the hour. */
    engineFault: boolean('engine_fault').notNull().default(false),
    progress: real('progress').notNull().default(0),
    sampleIds: uuid('sample_ids').array().notNull(),
    /** How it is set once it is ready; null: as the voice before it, where that was one of its own. */
    settings: jsonb('settings').$type<VoiceSettings>(),
    /** What the engine keeps of it (CloneReference) as JSON, sealed under the master key; of a deleted one, what is still to be removed there. */
    sealedSecret: bytea('sealed_secret'),
    /** What it can do, as its engine said when it was made. */
    abilities: jsonb('abilities').$type<Pick<Voice, 'licence' | 'sampleRateHz' | 'capabilities'>>(),
    ...createdBy(),
    createdAt: createdAt(),
    finishedAt: at('finished_at'),
  },
  (t) => [index().on(t.workspaceId, t.state), index().on(t.personalityId, t.id), isolated()],
);
