import { z } from 'zod';
import { MAX_SCRIPT_CHARACTERS, SpeechParameters } from '../speech/parameters.ts';
import { Actor, Id, IdParams, Language, PageQuery, page, Slug, Time, text, whole } from './common.ts';
import { route } from './route.ts';

export const PURPOSES = ['support', 'sales', 'education'] as const;
const Purpose = z.enum(PURPOSES);
/** Script text: bounds and characters are checked in the domain, which names the precise problem. */
const ScriptText = z.string().describe(`At most ${MAX_SCRIPT_CHARACTERS} characters, markup included`);

export const Project = z.object({
  id: Id,
  name: z.string(),
  purpose: Purpose,
  scriptCount: z.number().int(),
  createdBy: Actor,
  createdAt: Time,
  updatedAt: Time,
});
export type Project = z.infer<typeof Project>;

export const Revision = z.object({
  id: Id,
  number: z.number().int(),
  text: z.string(),
  createdBy: Actor,
  createdAt: Time,
});
export type Revision = z.infer<typeof Revision>;

export const VERSION_STATES = ['queued', 'generating', 'ready', 'failed', 'cancelled'] as const;
export const VERSION_STATUSES = ['draft', 'in_review', 'approved', 'archived'] as const;
export type VersionState = (typeof VERSION_STATES)[number];
export type VersionStatus = (typeof VERSION_STATUSES)[number];

/** A script in a list: its newest version's state tells where it stands. */
export const ScriptSummary = z.object({
  id: Id,
  projectId: Id,
  title: z.string(),
  language: Language,
  owner: Actor,
  revisionNumber: z.number().int(),
  versionCount: z.number().int(),
  latestVersion: z
    .object({
      id: Id,
      number: z.number().int(),
      state: z.enum(VERSION_STATES),
      status: z.enum(VERSION_STATUSES),
    })
    .nullable(),
  createdAt: Time,
  updatedAt: Time,
});
export type ScriptSummary = z.infer<typeof ScriptSummary>;
export const Script = ScriptSummary.extend({
  project: z.object({ id: Id, name: z.string(), purpose: Purpose }),
  text: z.string(),
  revision: Revision,
});
export type Script = z.infer<typeof Script>;

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

export const Comment = z.object({
  id: Id,
  versionId: Id,
  parentId: Id.nullable(),
  text: z.string(),
  startMs: z.number().int().nullable(),
  endMs: z.number().int().nullable(),
  word: z.number().int().nullable().describe("Index into the version's words"),
  author: Actor,
  createdAt: Time,
  editedAt: Time.nullable(),
  resolvedAt: Time.nullable(),
  resolvedBy: Actor.nullable(),
});
export type Comment = z.infer<typeof Comment>;

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
export const BatchProgress = z.object({
  id: Id,
  projectId: Id,
  total: z.number().int(),
  queued: z.number().int(),
  generating: z.number().int(),
  ready: z.number().int(),
  failed: z.number().int(),
  cancelled: z.number().int(),
  versionIds: z.array(Id),
  createdBy: Actor,
  createdAt: Time,
});
export type BatchProgress = z.infer<typeof BatchProgress>;
/** A batch in a list. */
export const BatchSummary = BatchProgress.omit({ versionIds: true });
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
export const ReviewItem = z.object({
  version: Version,
  waitsForMe: z.boolean(),
  reason: z.string().describe('Why it does or does not wait for me, in words'),
});

/** The same key with the same request gives what the first one made. */
const MayRepeat = z.object({ 'idempotency-key': z.string().min(1).max(200).optional() });

const SPEAK = 'Studio';
export const studioRoutes = {
  listProjects: route({
    method: 'GET',
    path: '/api/v1/projects',
    tag: SPEAK,
    access: 'workspace:read',
    status: 200,
    summary: 'List projects',
    query: PageQuery,
    reply: page(Project),
  }),
  createProject: route({
    method: 'POST',
    path: '/api/v1/projects',
    tag: SPEAK,
    access: 'scripts:write',
    status: 201,
    summary: 'Create a project',
    body: z.object({ name: text(1, 120), purpose: Purpose }),
    reply: Project,
  }),
  getProject: route({
    method: 'GET',
    path: '/api/v1/projects/:id',
    tag: SPEAK,
    access: 'workspace:read',
    status: 200,
    summary: 'Get a project',
    params: IdParams,
    reply: Project,
  }),
  updateProject: route({
    method: 'PATCH',
    path: '/api/v1/projects/:id',
    tag: SPEAK,
    access: 'scripts:write',
    status: 200,
    summary: 'Rename a project or change its purpose',
    params: IdParams,
    body: z.object({ name: text(1, 120).optional(), purpose: Purpose.optional() }),
    reply: Project,
  }),
  listScripts: route({
    method: 'GET',
    path: '/api/v1/projects/:id/scripts',
    tag: SPEAK,
    access: 'workspace:read',
    status: 200,
    summary: 'List the scripts of a project',
    params: IdParams,
    query: PageQuery,
    reply: page(ScriptSummary),
  }),
  createScript: route({
    method: 'POST',
    path: '/api/v1/projects/:id/scripts',
    tag: SPEAK,
    access: 'scripts:write',
    status: 201,
    summary: 'Create a script with its first revision',
    params: IdParams,
    body: z.object({ title: text(1, 200), language: Language, text: ScriptText }),
    reply: Script,
  }),
  getScript: route({
    method: 'GET',
    path: '/api/v1/scripts/:id',
    tag: SPEAK,
    access: 'workspace:read',
    status: 200,
    summary: 'Get a script with its newest revision',
    params: IdParams,
    reply: Script,
  }),
  writeScript: route({
    method: 'PUT',
    path: '/api/v1/scripts/:id',
    tag: SPEAK,
    access: 'scripts:write',
    status: 200,
    summary: 'Change title or text; changed text becomes a new revision',
    params: IdParams,
    body: z.object({
      title: text(1, 200).optional(),
      text: ScriptText.optional(),
      expectedRevision: z.number().int().optional().describe('Refuse when somebody saved since'),
    }),
    reply: Script,
  }),
  listRevisions: route({
    method: 'GET',
    path: '/api/v1/scripts/:id/revisions',
    tag: SPEAK,
    access: 'workspace:read',
    status: 200,
    summary: 'List the revisions of a script, newest first',
    params: IdParams,
    query: PageQuery,
    reply: page(Revision),
  }),
  listVersions: route({
    method: 'GET',
    path: '/api/v1/scripts/:id/versions',
    tag: SPEAK,
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
    tag: SPEAK,
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
    tag: SPEAK,
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
    tag: SPEAK,
    access: 'workspace:read',
    status: 200,
    summary: 'Get the audio of a version; Range is supported',
    params: IdParams,
    query: z.object({
      format: z.enum(['wav', 'mp3', 'opus']).default('wav'),
      download: z.string().max(10).optional().describe('Present: as a file to keep'),
    }),
    produces: ['audio/wav', 'audio/mpeg', 'audio/ogg'],
  }),
  getVersionPeaks: route({
    method: 'GET',
    path: '/api/v1/versions/:id/peaks',
    tag: SPEAK,
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
    tag: SPEAK,
    access: 'workspace:read',
    status: 200,
    summary: 'Compare two to four versions',
    query: z.object({ ids: z.string().describe('Two to four ids, separated by commas') }),
    reply: Comparison,
  }),
  cancelVersion: route({
    method: 'POST',
    path: '/api/v1/versions/:id/cancel',
    tag: SPEAK,
    access: 'versions:generate',
    status: 200,
    summary: 'Stop a generation that has not ended',
    params: IdParams,
    reply: Version,
  }),
  retryVersion: route({
    method: 'POST',
    path: '/api/v1/versions/:id/retry',
    tag: SPEAK,
    access: 'versions:generate',
    status: 202,
    summary: 'Queue a failed or cancelled generation again',
    params: IdParams,
    reply: Version,
  }),
  changeStatus: route({
    method: 'POST',
    path: '/api/v1/versions/:id/status',
    tag: SPEAK,
    access: 'workspace:read',
    status: 200,
    summary:
      'Move a version along; approving binds to the digest. Needs versions:submit, to approve versions:approve',
    params: IdParams,
    body: z.object({
      to: z.enum(VERSION_STATUSES),
      note: text(0, 2000).optional(),
      digest: z.string().max(100).optional(),
    }),
    reply: Version,
  }),
  listComments: route({
    method: 'GET',
    path: '/api/v1/versions/:id/comments',
    tag: SPEAK,
    access: 'workspace:read',
    status: 200,
    summary: 'List the comments on a version, oldest first',
    params: IdParams,
    query: PageQuery,
    reply: page(Comment),
  }),
  addComment: route({
    method: 'POST',
    path: '/api/v1/versions/:id/comments',
    tag: SPEAK,
    access: 'versions:comment',
    status: 201,
    summary: 'Comment on a version, a time range or a word',
    params: IdParams,
    body: z.object({
      text: text(1, 5000),
      startMs: z.number().int().min(0).optional(),
      endMs: z.number().int().min(0).optional(),
      word: z.number().int().min(0).optional(),
      parentId: Id.optional(),
    }),
    reply: Comment,
  }),
  changeComment: route({
    method: 'PATCH',
    path: '/api/v1/comments/:id',
    tag: SPEAK,
    access: 'versions:comment',
    status: 200,
    summary: 'Edit my comment, or resolve or reopen a thread',
    params: IdParams,
    body: z.object({ text: text(1, 5000).optional(), resolved: z.boolean().optional() }),
    reply: Comment,
  }),
  listReviews: route({
    method: 'GET',
    path: '/api/v1/reviews',
    tag: SPEAK,
    access: 'workspace:read',
    status: 200,
    summary: 'List what is in review, what waits for me first',
    query: PageQuery,
    reply: page(ReviewItem).extend({ waitingForMe: z.number().int() }),
  }),
  createBatch: route({
    method: 'POST',
    path: '/api/v1/projects/:id/batches',
    tag: SPEAK,
    access: 'versions:generate',
    status: 202,
    summary: 'Generate a whole project, some of its scripts, or a list of new lines',
    params: IdParams,
    headers: MayRepeat,
    body: NewVersion.omit({ revisionNumber: true }).extend({
      scriptIds: z.array(Id).min(1).max(500).optional(),
      lines: z
        .array(z.object({ title: text(1, 200), language: Language, text: ScriptText }))
        .min(1)
        .max(500)
        .optional(),
    }),
    reply: BatchProgress,
  }),
  listBatches: route({
    method: 'GET',
    path: '/api/v1/projects/:id/batches',
    tag: SPEAK,
    access: 'workspace:read',
    status: 200,
    summary: 'List the batches of a project, newest first',
    params: IdParams,
    query: PageQuery,
    reply: page(BatchSummary),
  }),
  getBatch: route({
    method: 'GET',
    path: '/api/v1/batches/:id',
    tag: SPEAK,
    access: 'workspace:read',
    status: 200,
    summary: 'Get the progress of a batch',
    params: IdParams,
    reply: BatchProgress,
  }),
  cancelBatch: route({
    method: 'POST',
    path: '/api/v1/batches/:id/cancel',
    tag: SPEAK,
    access: 'versions:generate',
    status: 200,
    summary: 'Stop what has not ended of a batch',
    params: IdParams,
    reply: BatchProgress,
  }),
  listBatchVersions: route({
    method: 'GET',
    path: '/api/v1/batches/:id/versions',
    tag: SPEAK,
    access: 'workspace:read',
    status: 200,
    summary: 'List the versions of a batch, in the order of their scripts',
    params: IdParams,
    query: PageQuery,
    reply: page(Version),
  }),
  retryBatch: route({
    method: 'POST',
    path: '/api/v1/batches/:id/retry',
    tag: SPEAK,
    access: 'versions:generate',
    status: 202,
    summary: 'Queue again what failed or was cancelled of a batch',
    params: IdParams,
    reply: BatchProgress,
  }),
  search: route({
    method: 'GET',
    path: '/api/v1/search',
    tag: SPEAK,
    access: 'workspace:read',
    status: 200,
    summary: 'Find projects, scripts and channels by name',
    query: z.object({ q: z.string().max(200) }),
    reply: whole(
      z.object({
        kind: z.enum(['project', 'script', 'channel']),
        id: z.string(),
        title: z.string(),
        context: z.string(),
      }),
    ),
  }),
};
