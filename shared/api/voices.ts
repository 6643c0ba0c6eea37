import { z } from 'zod';
import { SpeechParameters } from '../speech/parameters.ts';
import { VOICE_SETTING_NAMES } from '../speech/voiceSettingRanges.ts';
import { Language, PageQuery, page, Time, whole } from './common.ts';
import { route } from './route.ts';

/** What an engine can do with one means of expression: itself, by our own processing of its sound, or not at all. */
const Support = z.enum(['native', 'processed', 'none']);
export const VoiceCapabilities = z.object({
  streaming: z.boolean(),
  wordTimings: z.boolean(),
  speed: z.object({ support: Support, min: z.number(), max: z.number() }),
  pitch: z.object({ support: Support, min: z.number(), max: z.number() }),
  tone: Support,
  emphasis: Support,
  breaks: Support,
  phonemes: z.array(z.enum(['ipa', 'x-sampa', 'arpabet'])),
  sayAs: z.array(z.string()),
  maxCharacters: z.number().int(),
  settings: z.array(z.enum(VOICE_SETTING_NAMES)).describe('Settings of its own that the voice takes'),
});
export type VoiceCapabilities = z.infer<typeof VoiceCapabilities>;
export const Voice = z.object({
  id: z.string(),
  name: z.string(),
  engine: z.string(),
  languages: z.array(Language),
  gender: z.enum(['female', 'male', 'neutral']),
  kind: z.enum(['builtin', 'local', 'cloud', 'custom']),
  description: z.string(),
  licence: z.string(),
  version: z
    .string()
    .optional()
    .describe('Of the voice itself, where it changes apart from its engine, such as the digest of a model'),
  sampleRateHz: z.number().int(),
  capabilities: VoiceCapabilities,
});
export type Voice = z.infer<typeof Voice>;
/** One thing to set so that an engine works. */
export const EngineSetting = z.object({
  name: z.string(),
  label: z.string(),
  variable: z.string().describe("The installation's setting"),
  secret: z.boolean(),
  required: z.boolean(),
  perWorkspace: z.boolean().describe('Whether a workspace may set its own, which wins'),
  setBy: z.enum(['installation', 'workspace']).nullable(),
});
export type EngineSetting = z.infer<typeof EngineSetting>;
export const ENGINE_ABILITIES = ['speech', 'recognition', 'language'] as const;
export const Engine = z.object({
  id: z.string().describe('One account at one maker: what speaks, listens and thinks may have the same'),
  ability: z.enum(ENGINE_ABILITIES).describe('What it does: speaks, listens, or thinks'),
  name: z.string(),
  version: z.string(),
  kind: z.enum(['builtin', 'local', 'cloud']),
  configured: z.boolean(),
  healthy: z.boolean(),
  hint: z.string().nullable().describe('What to set when it is not configured, or what stands in its way'),
  retired: z.boolean().describe('Its maker closed it: listed so that nobody looks for it'),
  cloning: z.boolean().describe('Whether it makes voices of samples'),
  settings: z.array(EngineSetting),
  circuit: z
    .object({
      state: z.enum(['closed', 'open', 'half-open']),
      reason: z.string().nullable().describe('Why it was last opened'),
      until: Time.nullable().describe(
        'When the first process tries it again; null once that time has come: the next request tries it',
      ),
      probing: z.boolean().describe('A request that tries it again is under way'),
      leftAloneBy: z.number().int().describe('How many processes leave it alone, or try it again'),
      processes: z.number().int().describe('How many processes the installation has at the moment'),
    })
    .describe(
      'Open: it failed too often and is left alone for a while; half-open: its pause is over, and one request tries it. Each process finds that out for itself; told is the worst of them',
    ),
  voiceCount: z.number().int(),
  active: z.number().int().describe('Requests it works on now, in all processes'),
  waiting: z.number().int().describe('Requests that wait for it now, in all processes'),
  statistics: z
    .object({
      requests: z.number().int(),
      failures: z.number().int(),
      failuresByCode: z.record(z.string(), z.number().int()),
      p50Ms: z.number().nullable(),
      p95Ms: z.number().nullable(),
      emaMs: z.number().nullable().describe('Exponential moving average of the latency'),
      cacheHits: z.number().int(),
      cacheMisses: z.number().int(),
    })
    .describe(
      'Of all processes of the installation, each since its start, some seconds old; percentiles of the latest 200 requests of each, within 2 %',
    ),
});
export type Engine = z.infer<typeof Engine>;
const VoiceParams = z.object({ id: z.string().max(200) });
export const voiceRoutes = {
  listVoices: route({
    method: 'GET',
    path: '/api/v1/voices',
    tag: 'Voices',
    access: 'workspace:read',
    status: 200,
    summary: 'List voices',
    query: PageQuery.extend({
      language: z.string().max(35).optional().describe('Matches en for en-US too'),
      gender: z.enum(['female', 'male', 'neutral']).optional(),
      engine: z.string().max(60).optional(),
    }),
    reply: page(Voice),
  }),
  getVoice: route({
    method: 'GET',
    path: '/api/v1/voices/:id',
    tag: 'Voices',
    access: 'workspace:read',
    status: 200,
    summary: 'Get a voice',
    params: VoiceParams,
    reply: Voice,
  }),
  previewVoice: route({
    method: 'POST',
    path: '/api/v1/voices/:id/preview',
    tag: 'Voices',
    access: 'speech:synthesize',
    status: 200,
    summary: 'Hear a sentence in a voice',
    params: VoiceParams,
    body: z.object({
      text: z.string().max(5000),
      settings: SpeechParameters.prefault({}),
      format: z.enum(['wav', 'mp3', 'opus']).default('mp3'),
    }),
    produces: ['audio/mpeg', 'audio/wav', 'audio/ogg'],
  }),
  listEngines: route({
    method: 'GET',
    path: '/api/v1/engines',
    tag: 'Voices',
    access: 'workspace:read',
    status: 200,
    summary: 'List engines with status and statistics',
    reply: whole(Engine),
  }),
  configureEngine: route({
    method: 'PUT',
    path: '/api/v1/engines/:id/settings',
    tag: 'Voices',
    access: 'settings:manage',
    status: 200,
    summary: 'Set an engine up for this workspace',
    params: VoiceParams,
    body: z
      .record(
        z.string().max(40),
        z
          .string()
          .trim()
          .min(1)
          .max(500)
          .regex(/^[\x21-\x7e]+$/, 'may hold visible ASCII characters alone')
          .nullable(),
      )
      .describe('Values by name; null takes one away, and the installation’s holds again'),
    reply: Engine,
  }),
};
