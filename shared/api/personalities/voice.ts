import { z } from 'zod';
import { VoiceSettings } from '../../speech/voiceSettings.ts';
import { Actor, Id, Language, Time, text } from '../common.ts';

/** What was found out about a recording; `not-checked` says that nobody could, which is not a pass. */
export const SampleCheck = z.object({
  name: z.enum([
    'duration',
    'clipping',
    'noise',
    'level',
    'channels',
    'bandwidth',
    'speech',
    'speakers',
    'music',
  ]),
  state: z.enum(['passed', 'warning', 'failed', 'not-checked']),
  message: z.string().describe('A sentence with what to do about it'),
  value: z.number().nullable(),
  unit: z.string(),
});
export type SampleCheck = z.infer<typeof SampleCheck>;

export const VoiceSample = z.object({
  id: Id,
  name: z.string(),
  durationMs: z.number(),
  sampleRateHz: z.number().int(),
  sizeBytes: z.number().int(),
  mediaType: z.string(),
  peaks: z.string().describe('Base64: the largest absolute sample of each of at most 800 spans, 0–255'),
  speech: z.array(z.object({ startMs: z.number(), endMs: z.number() })).describe('Where somebody speaks'),
  checks: z.array(SampleCheck),
  createdBy: Actor,
  createdAt: Time,
});
export type VoiceSample = z.infer<typeof VoiceSample>;

/** For what a speaker allows their voice to be used. */
export const CONSENT_SCOPES = ['workspace', 'channels', 'internal'] as const;
export const Consent = z.object({
  id: Id,
  speaker: z.string(),
  scope: z.enum(CONSENT_SCOPES),
  statement: z.string().describe('What the speaker was asked to say'),
  heard: z.string().nullable().describe('What was understood; null when nobody could listen'),
  match: z.enum(['matched', 'not-matched', 'not-checked']),
  state: z.enum(['valid', 'expired', 'revoked', 'in-review', 'rejected']),
  expiresAt: Time,
  revokedAt: Time.nullable(),
  createdBy: Actor,
  createdAt: Time,
});
export type Consent = z.infer<typeof Consent>;

/** The fields beside the file of a consent. */
export const ConsentFields = z.object({
  speaker: text(2, 100).describe('Full name, as it is spoken in the statement'),
  scope: z.enum(CONSENT_SCOPES),
  expiresAt: Time.transform((time) => new Date(time)),
});

/** `silenced`: ready, and not allowed to speak, for the speaker's consent does not hold. */
export const TRAINING_STATES = ['none', 'in-review', 'training', 'ready', 'silenced', 'failed'] as const;
export const CustomVoice = z.object({
  state: z.enum(TRAINING_STATES),
  progress: z.number().min(0).max(1),
  voiceId: z.string().nullable().describe('The voice to be used in scripts; null until it is ready'),
  engine: z.string().nullable(),
  failure: z
    .string()
    .nullable()
    .describe(
      'Why it failed, or is silenced; while it is trained, why the last try failed that another one follows',
    ),
  review: z.string().nullable().describe('Why a person has to look at it first'),
  sampleIds: z.array(Id),
  terms: z.string().nullable().describe('What the engine’s maker asks for'),
  warning: z
    .string()
    .nullable()
    .describe('That it does not speak what the personality begins in, and what to do; null where it does'),
  trainedAt: Time.nullable(),
});
export type CustomVoice = z.infer<typeof CustomVoice>;

export const VoiceStatus = CustomVoice.extend({
  settings: VoiceSettings,
  samples: z.array(VoiceSample),
  totalSeconds: z.number(),
  consent: Consent.nullable(),
  engines: z
    .array(
      z.object({
        id: z.string(),
        name: z.string(),
        languages: z
          .array(Language)
          .describe('What its voices can speak; none where that is not known at the moment'),
        minSeconds: z.number(),
        maxSeconds: z.number(),
        maxFileBytes: z.number().int(),
        terms: z.string(),
      }),
    )
    .describe('Engines of this workspace that make voices of samples'),
  script: z.array(z.string()).describe('Sentences to be read aloud for the recording'),
  statement: z.string().describe('What the speaker says to agree; SPEAKER stands for their name'),
  nextTrainingAt: Time.nullable().describe('When the next training may begin; null: now'),
});
export type VoiceStatus = z.infer<typeof VoiceStatus>;

/** A training that a person has to decide on. */
export const VoiceReview = z.object({
  personalityId: Id,
  name: z.string(),
  kind: z.enum(['training', 'consent']),
  id: Id,
  reason: z.string(),
  requestedBy: Actor,
  createdAt: Time,
});
