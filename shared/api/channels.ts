import { z } from 'zod';
import { ROLES } from '../access.ts';
import { Actor, Id, IdParams, PageQuery, page, Slug, Time, text } from './common.ts';
import { route } from './route.ts';

export const VersionRef = z.object({
  id: Id,
  number: z.number().int(),
  scriptId: Id,
  scriptTitle: z.string(),
  digest: z.string(),
  durationMs: z.number(),
});
export type VersionRef = z.infer<typeof VersionRef>;
/** A ledger entry: from `at` until `endedAt` this version was what callers heard. */
export const Deployment = z.object({
  id: Id,
  channel: Slug,
  slot: Slug,
  kind: z.enum(['deploy', 'rollback', 'release', 'withdraw']),
  version: VersionRef.nullable().describe('Null when the slot was emptied'),
  replacedVersionId: Id.nullable(),
  reason: z.string(),
  by: Actor,
  at: Time,
  endedAt: Time.nullable(),
  releaseId: Id.nullable(),
});
export type Deployment = z.infer<typeof Deployment>;
export const ChannelRules = z.object({
  requiredApprovals: z.number().int().min(1).max(10),
  approverRoles: z
    .array(z.enum(ROLES))
    .describe('Each of these roles must be among the approvals; empty: any'),
  allowSelfApproved: z.boolean(),
});
export const Slot = z.object({
  slot: Slug,
  live: Deployment.nullable(),
  consentEndsAt: Time.nullable().describe(
    'When the consent of the speaker of what is live ends: the slot is emptied then. Null where nobody’s is needed',
  ),
  emptied: Deployment.nullable().describe(
    'Who emptied it and why; null when it is not empty or was never filled',
  ),
  scheduled: z.array(z.object({ releaseId: Id, versionId: Id, version: VersionRef, at: Time })),
});
export const Channel = z.object({
  id: Id,
  slug: Slug,
  name: z.string(),
  description: z.string(),
  rules: ChannelRules,
  slots: z.array(Slot),
  createdAt: Time,
});
export type Channel = z.infer<typeof Channel>;

export const Candidate = z.object({
  versionId: Id,
  number: z.number().int(),
  scriptId: Id,
  scriptTitle: z.string(),
  projectName: z.string(),
  durationMs: z.number().nullable(),
  deployable: z.boolean(),
  reason: z.string().describe('Why it may or may not be deployed, in words'),
});

const ExpectedVersionId = Id.nullable()
  .optional()
  .describe('What must be live there now; null: nothing; absent: not checked');
export const ReleaseItem = z.object({
  channel: Slug,
  slot: Slug,
  versionId: Id,
  expectedVersionId: ExpectedVersionId,
});
export const RELEASE_STATES = ['scheduled', 'done', 'failed', 'cancelled'] as const;
export const Release = z.object({
  id: Id,
  state: z.enum(RELEASE_STATES),
  items: z.array(ReleaseItem.extend({ version: VersionRef })),
  reason: z.string(),
  at: Time,
  by: Actor,
  createdAt: Time,
  failure: z.string().nullable(),
});

const SlugParams = z.object({ slug: Slug });
const SlotParams = z.object({ slug: Slug, slot: Slug });
const Reason = text(1, 1000);
const T = 'Channels';
export const channelRoutes = {
  listChannels: route({
    method: 'GET',
    path: '/api/v1/channels',
    tag: T,
    access: 'workspace:read',
    status: 200,
    summary: 'List channels with what is live in their slots',
    query: PageQuery,
    reply: page(Channel),
  }),
  createChannel: route({
    method: 'POST',
    path: '/api/v1/channels',
    tag: T,
    access: 'channels:manage',
    status: 201,
    summary: 'Create a channel',
    body: z.object({
      slug: Slug,
      name: text(1, 100),
      description: text(0, 500).default(''),
      rules: ChannelRules.partial().optional(),
      slots: z.array(Slug).max(100).default([]),
    }),
    reply: Channel,
  }),
  getChannel: route({
    method: 'GET',
    path: '/api/v1/channels/:slug',
    tag: T,
    access: 'workspace:read',
    status: 200,
    summary: 'Get a channel',
    params: SlugParams,
    reply: Channel,
  }),
  updateChannel: route({
    method: 'PATCH',
    path: '/api/v1/channels/:slug',
    tag: T,
    access: 'channels:manage',
    status: 200,
    summary: 'Change a channel, its rules, or add empty slots',
    params: SlugParams,
    body: z.object({
      name: text(1, 100).optional(),
      description: text(0, 500).optional(),
      rules: ChannelRules.partial().optional(),
      addSlots: z.array(Slug).max(100).optional(),
    }),
    reply: Channel,
  }),
  deploy: route({
    method: 'PUT',
    path: '/api/v1/channels/:slug/slots/:slot',
    tag: T,
    access: 'channels:deploy',
    status: 200,
    summary: 'Deploy an approved version to a slot; the slot is made when new',
    params: SlotParams,
    body: z.object({ versionId: Id, reason: Reason, expectedVersionId: ExpectedVersionId }),
    reply: Deployment,
  }),
  rollBack: route({
    method: 'POST',
    path: '/api/v1/channels/:slug/slots/:slot/rollback',
    tag: T,
    access: 'channels:deploy',
    status: 200,
    summary: 'Go back to what was live before',
    params: SlotParams,
    body: z.object({ reason: Reason, expectedVersionId: ExpectedVersionId }),
    reply: Deployment,
  }),
  getRollBack: route({
    method: 'GET',
    path: '/api/v1/channels/:slug/slots/:slot/rollback',
    tag: T,
    access: 'workspace:read',
    status: 200,
    summary: 'Get what going back would make live',
    params: SlotParams,
    reply: z.object({
      version: VersionRef.nullable().describe('Null when there is nothing to go back to'),
    }),
  }),
  withdraw: route({
    method: 'POST',
    path: '/api/v1/channels/:slug/slots/:slot/withdraw',
    tag: T,
    access: 'channels:deploy',
    status: 200,
    summary: 'Empty a slot',
    params: SlotParams,
    body: z.object({ reason: Reason, expectedVersionId: ExpectedVersionId }),
    reply: Deployment,
  }),
  listCandidates: route({
    method: 'GET',
    path: '/api/v1/channels/:slug/slots/:slot/candidates',
    tag: T,
    access: 'workspace:read',
    status: 200,
    summary: 'List versions and whether each may be deployed here',
    params: SlotParams,
    query: PageQuery.extend({ q: z.string().max(200).optional().describe('A part of the script’s title') }),
    reply: page(Candidate),
  }),
  listDeployments: route({
    method: 'GET',
    path: '/api/v1/channels/:slug/deployments',
    tag: T,
    access: 'workspace:read',
    status: 200,
    summary: 'List the ledger of a channel, newest first',
    params: SlugParams,
    query: PageQuery.extend({ slot: Slug.optional() }),
    reply: page(Deployment),
  }),
  createRelease: route({
    method: 'POST',
    path: '/api/v1/releases',
    tag: T,
    access: 'channels:deploy',
    status: 201,
    summary: 'Deploy several slots at once, now or at a time: all or none',
    body: z.object({ items: z.array(ReleaseItem).min(1).max(100), reason: Reason, at: Time.optional() }),
    reply: Release,
  }),
  listReleases: route({
    method: 'GET',
    path: '/api/v1/releases',
    tag: T,
    access: 'workspace:read',
    status: 200,
    summary: 'List releases, newest first',
    query: PageQuery.extend({ state: z.enum(RELEASE_STATES).optional() }),
    reply: page(Release),
  }),
  cancelRelease: route({
    method: 'DELETE',
    path: '/api/v1/releases/:id',
    tag: T,
    access: 'channels:deploy',
    status: 204,
    summary: 'Cancel a scheduled release',
    params: IdParams,
  }),
};
/** What the public endpoint answers about a slot. */
export const PublicSlot = z.object({
  channel: Slug,
  slot: Slug,
  digest: z.string(),
  durationMs: z.number(),
  loudnessLufs: z.number().nullable(),
  language: z.string(),
  text: z.string().describe('The words spoken, without markup'),
  version: z.object({ id: Id, number: z.number().int() }),
  deployedAt: Time,
  audio: z
    .object({ wav: z.string(), mp3: z.string(), opus: z.string() })
    .describe('Immutable addresses of the bytes'),
});
