import { z } from 'zod';
import { SpeechParameters } from '../../speech/parameters.ts';
import { Actor, Id, IdParams, Language, MayRepeat, PageQuery, page, Slug, Time, text } from '../common.ts';
import { route } from '../route.ts';
import { CheckSummary } from './checks.ts';
import { VERSION_STATES, VERSION_STATUSES } from './states.ts';

export const Approval = z.object({
  id: Id,
  by: Actor,
  role: z.string(),
  digest: z.string(),
  selfApproved: z.boolean(),
  at: Time,
});

/** One generation of a script revision: immutable but for its state, status and what people say about it. */
export const Version = z.object({
  id: Id,
  number: z.number().int(),
  scriptId: Id,
  scriptTitle: z.string(),
  projectId: Id,
  language: Language,
  revision: z.object({ id: Id, number: z.number().int() }),
  voice: z.object({ id: z.string(), name: z.string() }),
  engine: z.object({ id: z.string(), version: z.string() }).nullable().describe('Known once generated'),
  parameters: SpeechParameters,
  note: z.string().nullable(),
  dictionaryVersion: z
    .number()
    .int()
    .nullable()
    .describe('The state of the pronunciation dictionary that it is spoken with; null: there was none'),
  standIn: z
    .object({
      forId: Id,
      forNumber: z.number().int(),
      voice: z.string().describe('The voice that could not speak'),
      reason: z.string(),
    })
    .nullable()
    .describe('Made by another voice because the voice of that version could not speak'),
  state: z.enum(VERSION_STATES),
  progress: z.number().min(0).max(1),
  failure: z.object({ code: z.string(), message: z.string(), retryable: z.boolean() }).nullable(),
  status: z.enum(VERSION_STATUSES),
  digest: z
    .string()
    .nullable()
    .describe(
      'What an approval binds: SHA-256 over master samples, text, parameters, voice and engine version',
    ),
  audio: z
    .object({
      url: z.string(),
      durationMs: z.number(),
      sampleRateHz: z.number().int(),
      sizeBytes: z.number().int(),
      loudnessLufs: z.number().nullable().describe('Integrated loudness; null for silence'),
      truePeakDbtp: z.number().nullable(),
    })
    .nullable(),
  costUsd: z.number().nullable(),
  changes: z
    .object({
      sinceNumber: z.number().int(),
      wordsAdded: z.number().int(),
      wordsRemoved: z.number().int(),
      parameters: z.array(z.object({ name: z.string(), from: z.unknown(), to: z.unknown() })),
    })
    .nullable()
    .describe('Against the version before; null for the first'),
  approvals: z.array(Approval),
  requiredApprovals: z.number().int(),
  selfApproved: z.boolean(),
  commentCount: z.number().int(),
  openCommentCount: z.number().int(),
  live: z.array(z.object({ channel: z.string(), slot: z.string() })),
  checks: CheckSummary.nullable().describe('The automatic checks in short; null before there is audio'),
  createdBy: Actor,
  createdAt: Time,
  finishedAt: Time.nullable(),
});
export type Version = z.infer<typeof Version>;

export const StatusChange = z.object({
  id: Id,
  from: z.enum(VERSION_STATUSES).nullable(),
  to: z.enum(VERSION_STATUSES),
  note: z.string().nullable(),
  by: Actor,
  at: Time,
});

export const SpokenWord = z.object({
  text: z.string(),
  startMs: z.number(),
  endMs: z.number(),
  charStart: z.number().int(),
  charEnd: z.number().int(),
});

export const NewVersion = z.object({
  voiceId: z.string().max(200),
  parameters: SpeechParameters.prefault({}),
  note: text(0, 500).optional(),
  revisionNumber: z.number().int().min(1).optional().describe('Defaults to the newest revision'),
});
export const DiffPart = z.object({ kind: z.enum(['same', 'added', 'removed']), text: z.string() });
export const Comparison = z.object({
  versions: z.array(Version),
  pairs: z
    .array(
      z.object({
        fromId: Id,
        toId: Id,
        script: z.array(DiffPart),
        parameters: z.array(z.object({ name: z.string(), from: z.unknown(), to: z.unknown() })),
        loudnessDifferenceLu: z.number().nullable(),
        durationDifferenceMs: z.number().nullable(),
      }),
    )
    .describe('Each later version against the first'),
});
export const versionRoutes = {
  listVersions: route({
    method: 'GET',
    path: '/api/v1/scripts/:id/versions',
    tag: 'Studio',
    access: 'workspace:read',
    status: 200,
    summary: 'List the versions of a script, newest first',
    params: IdParams,
    query: PageQuery,
    reply: page(Version),
  }),
  generateVersion: route({
    method: 'POST',
    path: '/api/v1/scripts/:id/versions',
    tag: 'Studio',
    access: 'versions:generate',
    status: 202,
    summary: 'Generate a new version in the background',
    params: IdParams,
    headers: MayRepeat,
    body: NewVersion,
    reply: Version,
  }),
  getVersion: route({
    method: 'GET',
    path: '/api/v1/versions/:id',
    tag: 'Studio',
    access: 'workspace:read',
    status: 200,
    summary: 'Get a version',
    params: IdParams,
    reply: Version.extend({
      text: z.string(),
      history: z.array(StatusChange),
      isAuthor: z.boolean().describe('You had it generated or wrote its revision'),
      mayApprove: z
        .boolean()
        .describe('You have the right, are not barred as its author and have not approved it yet'),
      channels: z
        .array(z.object({ channel: Slug, name: z.string(), refusal: z.string().nullable() }))
        .describe('What keeps it from going live in each channel, in words; null when nothing does'),
    }),
  }),
  getVersionAudio: route({
    method: 'GET',
    path: '/api/v1/versions/:id/audio',
    tag: 'Studio',
    access: 'workspace:read',
    status: 200,
    summary: 'Get the audio of a version; Range is supported',
    params: IdParams,
    query: z.object({
      format: z.enum(['wav', 'mp3', 'opus']).default('wav'),
      download: z.string().max(10).optional().describe('Present: as a file to keep'),
      c2pa: z
        .enum(['embed', 'none'])
        .optional()
        .describe(
          'Whether a WAV or MP3 carries a signed manifest of where it comes from; by default what is downloaded does. The header x-c2pa says whether it does: embedded, unavailable (nothing can be signed here), none',
        ),
    }),
    produces: ['audio/wav', 'audio/mpeg', 'audio/ogg'],
  }),
  getVersionPeaks: route({
    method: 'GET',
    path: '/api/v1/versions/:id/peaks',
    tag: 'Studio',
    access: 'workspace:read',
    status: 200,
    summary: 'Get the waveform and the times of the words',
    params: IdParams,
    reply: z.object({
      durationMs: z.number(),
      peaks: z.array(z.number()).describe('Largest absolute sample of each equal span, 0 to 1'),
      words: z.array(SpokenWord),
    }),
  }),
  compareVersions: route({
    method: 'GET',
    path: '/api/v1/versions/compare',
    tag: 'Studio',
    access: 'workspace:read',
    status: 200,
    summary: 'Compare two to four versions',
    query: z.object({ ids: z.string().describe('Two to four ids, separated by commas') }),
    reply: Comparison,
  }),
  cancelVersion: route({
    method: 'POST',
    path: '/api/v1/versions/:id/cancel',
    tag: 'Studio',
    access: 'versions:generate',
    status: 200,
    summary: 'Stop a generation that has not ended',
    params: IdParams,
    reply: Version,
  }),
  retryVersion: route({
    method: 'POST',
    path: '/api/v1/versions/:id/retry',
    tag: 'Studio',
    access: 'versions:generate',
    status: 202,
    summary: 'Queue a failed or cancelled generation again',
    params: IdParams,
    headers: MayRepeat,
    reply: Version,
  }),
};
