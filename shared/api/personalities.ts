import { z } from 'zod';
import { VoiceSettings } from '../speech/voiceSettings.ts';
import { Actor, Id, IdParams, Language, PageQuery, page, Time, text } from './common.ts';
import { route } from './route.ts';

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

export const TRAINING_STATES = ['none', 'in-review', 'training', 'ready', 'failed'] as const;
export const CustomVoice = z.object({
  state: z.enum(TRAINING_STATES),
  progress: z.number().min(0).max(1),
  voiceId: z.string().nullable().describe('The voice to be used in scripts; null until it is ready'),
  engine: z.string().nullable(),
  failure: z.string().nullable(),
  review: z.string().nullable().describe('Why a person has to look at it first'),
  sampleIds: z.array(Id),
  terms: z.string().nullable().describe('What the engine’s maker asks for'),
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

export const Personality = z.object({
  id: Id,
  name: z.string(),
  voice: z
    .object({ id: z.string(), settings: VoiceSettings })
    .nullable()
    .describe('Whose voice it speaks with: one of the list, or its own; null: nobody chose'),
  customVoice: CustomVoice.shape.state,
  createdBy: Actor,
  createdAt: Time,
});
export type Personality = z.infer<typeof Personality>;

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

const SampleParams = IdParams.extend({ sampleId: Id });
const T = 'Personalities';
export const personalityRoutes = {
  listPersonalities: route({
    method: 'GET',
    path: '/api/v1/personalities',
    tag: T,
    access: 'workspace:read',
    status: 200,
    summary: 'List personalities',
    query: PageQuery,
    reply: page(Personality),
  }),
  createPersonality: route({
    method: 'POST',
    path: '/api/v1/personalities',
    tag: T,
    access: 'voices:manage',
    status: 201,
    summary: 'Create a personality',
    body: z.object({ name: text(1, 100) }),
    reply: Personality,
  }),
  getPersonality: route({
    method: 'GET',
    path: '/api/v1/personalities/:id',
    tag: T,
    access: 'workspace:read',
    status: 200,
    summary: 'Get a personality',
    params: IdParams,
    reply: Personality,
  }),
  updatePersonality: route({
    method: 'PATCH',
    path: '/api/v1/personalities/:id',
    tag: T,
    access: 'voices:manage',
    status: 200,
    summary: 'Rename a personality',
    params: IdParams,
    body: z.object({ name: text(1, 100) }),
    reply: Personality,
  }),
  getVoiceStatus: route({
    method: 'GET',
    path: '/api/v1/personalities/:id/voice/status',
    tag: T,
    access: 'workspace:read',
    status: 200,
    summary: 'Get how far a personality’s own voice is',
    params: IdParams,
    reply: VoiceStatus,
  }),
  addVoiceSample: route({
    method: 'POST',
    path: '/api/v1/personalities/:id/voice/samples',
    tag: T,
    access: 'voices:manage',
    status: 201,
    summary: 'Upload a recording (multipart, field `file`); it is decoded by its content and checked',
    params: IdParams,
    reply: VoiceSample,
  }),
  removeVoiceSample: route({
    method: 'DELETE',
    path: '/api/v1/personalities/:id/voice/samples/:sampleId',
    tag: T,
    access: 'voices:manage',
    status: 204,
    summary: 'Remove a recording for good',
    params: SampleParams,
  }),
  getVoiceSampleAudio: route({
    method: 'GET',
    path: '/api/v1/personalities/:id/voice/samples/:sampleId/audio',
    tag: T,
    access: 'voices:manage',
    status: 200,
    summary: 'Hear a recording as it was uploaded',
    params: SampleParams,
    produces: ['audio/wav', 'audio/mpeg', 'audio/mp4', 'audio/webm', 'audio/ogg', 'audio/flac'],
  }),
  giveConsent: route({
    method: 'POST',
    path: '/api/v1/personalities/:id/voice/consent',
    tag: T,
    access: 'voices:manage',
    status: 201,
    summary:
      'Record the speaker’s consent (multipart: `file` with the statement spoken, `speaker`, `scope`, `expiresAt`)',
    params: IdParams,
    reply: Consent,
  }),
  getConsentAudio: route({
    method: 'GET',
    path: '/api/v1/personalities/:id/voice/consent/audio',
    tag: T,
    access: 'voices:manage',
    status: 200,
    summary: 'Hear the newest consent as it was spoken',
    params: IdParams,
    produces: ['audio/wav', 'audio/mpeg', 'audio/mp4', 'audio/webm', 'audio/ogg', 'audio/flac'],
  }),
  revokeConsent: route({
    method: 'DELETE',
    path: '/api/v1/personalities/:id/voice/consent',
    tag: T,
    access: 'voices:manage',
    status: 200,
    summary: 'Revoke the consent: generation stops, and what is live in this voice is taken down',
    params: IdParams,
    reply: z.object({ withdrawn: z.array(z.object({ channel: z.string(), slot: z.string() })) }),
  }),
  trainVoice: route({
    method: 'POST',
    path: '/api/v1/personalities/:id/voice/train',
    tag: T,
    access: 'voices:manage',
    status: 202,
    summary: 'Make a voice of chosen recordings; needs a valid consent; one an hour',
    params: IdParams,
    body: z.object({
      sampleIds: z.array(Id).min(1).max(50),
      engine: z.string().max(60).optional().describe('The most preferred that makes voices when absent'),
      language: Language.default('en-US'),
      gender: z.enum(['female', 'male', 'neutral']).default('neutral'),
      settings: VoiceSettings.optional(),
    }),
    reply: CustomVoice,
  }),
  setVoiceSettings: route({
    method: 'PUT',
    path: '/api/v1/personalities/:id/voice/settings',
    tag: T,
    access: 'voices:manage',
    status: 200,
    summary: 'Choose the voice of a personality and its settings',
    params: IdParams,
    body: z.object({
      voiceId: z.string().max(200).optional().describe('Stays as it is when absent'),
      settings: VoiceSettings,
    }),
    reply: Personality,
  }),
  generateVoiceTest: route({
    method: 'POST',
    path: '/api/v1/personalities/:id/voice/generate',
    tag: T,
    access: 'speech:synthesize',
    status: 201,
    summary: 'Speak a test sentence with the voice; kept as its sample until the next one',
    params: IdParams,
    body: z.object({
      text: text(1, 1000),
      settings: VoiceSettings.optional().describe('The saved ones when absent'),
    }),
    reply: z.object({ durationMs: z.number(), url: z.string() }),
  }),
  getVoiceTest: route({
    method: 'GET',
    path: '/api/v1/personalities/:id/voice/sample',
    tag: T,
    access: 'workspace:read',
    status: 200,
    summary: 'Hear the newest test sentence',
    params: IdParams,
    produces: ['audio/wav'],
  }),
  deleteVoice: route({
    method: 'DELETE',
    path: '/api/v1/personalities/:id/voice',
    tag: T,
    access: 'voices:manage',
    status: 200,
    summary: 'Delete a personality’s own voice, here and at its engine; it goes back to the default voice',
    params: IdParams,
    reply: Personality,
  }),
  exportVoice: route({
    method: 'GET',
    path: '/api/v1/personalities/:id/voice/export',
    tag: T,
    access: 'voices:manage',
    status: 200,
    summary: 'Download recordings, consent and settings for backup',
    params: IdParams,
    produces: ['application/x-tar'],
  }),
  listVoiceReviews: route({
    method: 'GET',
    path: '/api/v1/voice-reviews',
    tag: T,
    access: 'voices:manage',
    status: 200,
    summary: 'List trainings and consents that a person has to decide on',
    query: PageQuery,
    reply: page(VoiceReview),
  }),
  decideVoiceReview: route({
    method: 'POST',
    path: '/api/v1/voice-reviews/:id',
    tag: T,
    access: 'voices:manage',
    status: 204,
    summary: 'Allow or refuse a training or a consent',
    params: IdParams,
    body: z.object({ decision: z.enum(['allow', 'refuse']), note: text(1, 500) }),
  }),
};
