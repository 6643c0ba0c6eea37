import { z } from 'zod';
import { Pitch, Speed, ToneName } from '../../speech/parameters.ts';
import { VoiceSettings } from '../../speech/voiceSettings.ts';
import { Id, IdParams, Language, PageQuery, page, text } from '../common.ts';
import { route } from '../route.ts';
import { Personality } from './personality.ts';
import { Consent, CustomVoice, VoiceReview, VoiceSample, VoiceStatus } from './voice.ts';

const SampleParams = IdParams.extend({ sampleId: Id });
const T = 'Personalities';
export const personalityVoiceRoutes = {
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
    form: true,
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
    form: true,
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
      engine: z
        .string()
        .max(60)
        .optional()
        .describe('When absent, the most preferred that makes voices for the language'),
      language: Language.optional().describe('The one that the personality begins in, when absent'),
      gender: z.enum(['female', 'male', 'neutral']).default('neutral'),
      settings: VoiceSettings.optional(),
    }),
    reply: CustomVoice,
  }),
  stopTraining: route({
    method: 'DELETE',
    path: '/api/v1/personalities/:id/voice/train',
    tag: T,
    access: 'voices:manage',
    status: 200,
    summary: 'Stop the training that is under way; a voice that was made before stays',
    params: IdParams,
    reply: VoiceStatus,
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
      speed: Speed.optional().describe('Stays as it is when absent, unless the voice becomes another one'),
      pitch: Pitch.optional().describe('As speed, in semitones'),
      tone: ToneName.optional().describe('As speed'),
      settings: VoiceSettings,
      fallbackVoiceId: z
        .string()
        .max(200)
        .nullable()
        .optional()
        .describe('Who speaks when it cannot; stays as it is when absent'),
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
      speed: Speed.optional().describe('The saved one when absent'),
      pitch: Pitch.optional().describe('The saved one when absent'),
      tone: ToneName.optional().describe('The saved one when absent'),
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
