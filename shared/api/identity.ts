import { z } from 'zod';
import { ROLES, SCOPES } from '../access.ts';
import { CallRedaction } from '../calls/redaction.ts';
import { Actor, Id, IdParams, PageQuery, page, Slug, Time, TimeZone, text, whole } from './common.ts';
import { route } from './route.ts';

const Email = z
  .email()
  .max(254)
  .transform((value) => value.toLowerCase());
const Password = z.string().min(10, 'needs at least 10 characters').max(200);

export const User = z.object({ id: Id, name: z.string(), email: z.string() });
export const WorkspaceRef = z.object({ id: Id, slug: Slug, name: z.string() });
/** Who is calling: `user` is null for an API key. */
export const Me = z.object({
  user: User.nullable(),
  key: z.object({ id: Id, name: z.string() }).nullable(),
  workspace: WorkspaceRef,
  role: z.enum(ROLES).nullable(),
  scopes: z.array(z.enum(SCOPES)),
});
export type Me = z.infer<typeof Me>;

export const Member = z.object({
  id: Id,
  name: z.string(),
  email: z.string(),
  role: z.enum(ROLES),
  joinedAt: Time,
  lastSeenAt: Time.nullable(),
});
export type Member = z.infer<typeof Member>;

/** A member who was just added. */
export const AddedMember = Member.extend({
  keptPassword: z
    .boolean()
    .describe(
      'This person has an account here already, and keeps its name and password: the sent ones are unused',
    ),
});
export type AddedMember = z.infer<typeof AddedMember>;

export const ApiKey = z.object({
  id: Id,
  name: z.string(),
  prefix: z.string().describe('The first characters, to recognise the key by'),
  scopes: z.array(z.enum(SCOPES)),
  createdBy: Actor,
  createdAt: Time,
  expiresAt: Time.nullable(),
  lastUsedAt: Time.nullable(),
  revokedAt: Time.nullable(),
});
export type ApiKey = z.infer<typeof ApiKey>;

const EngineOrder = z.array(z.string().max(60)).max(20);

export const Workspace = WorkspaceRef.extend({
  requiredApprovals: z.number().int().min(1).max(10),
  requireFourEyes: z.boolean().describe('Refuse self-approval even in a workspace of one'),
  requireGreenChecks: z.boolean().describe('Send only versions to review whose checks all passed'),
  speechVoices: z
    .record(z.string(), z.string())
    .describe('OpenAI voice name → voice id of ours, for /v1/audio/speech'),
  voiceChain: z
    .array(z.string())
    .describe('Voices that stand in for any voice that cannot speak, most preferred first'),
  standIns: z.record(z.string(), z.string()).describe('Voice id → the voice that stands in for it first'),
  agentOrder: z
    .array(z.string())
    .describe(
      'Who answers in conversations, by ids of engines, most preferred first; empty: as they are set up',
    ),
  listenerOrder: z
    .array(z.string())
    .describe(
      'Who listens to files and streams, by ids of engines, most preferred first; empty: as they are set up',
    ),
  timeZone: z
    .string()
    .describe('IANA name of the zone in which days and hours are meant, e.g. Europe/Berlin'),
  callRedaction: CallRedaction.describe(
    'Where personal data is taken out of telephone calls once they are over: nowhere, in the text, or in text and recording',
  ),
});
export type Workspace = z.infer<typeof Workspace>;

export const identityRoutes = {
  getSetup: route({
    method: 'GET',
    path: '/api/v1/setup',
    tag: 'Setup',
    access: 'public',
    status: 200,
    summary: 'Say whether this installation still needs its first owner',
    reply: z.object({ needed: z.boolean() }),
  }),
  setUp: route({
    method: 'POST',
    path: '/api/v1/setup',
    tag: 'Setup',
    access: 'public',
    status: 201,
    summary: 'Create the first owner, or enter the sample workspace; signs in',
    body: z.discriminatedUnion('kind', [
      z.object({
        kind: z.literal('owner'),
        token: z.string(),
        name: text(1, 100),
        email: Email,
        password: Password,
        workspaceName: text(1, 100),
      }),
      z.object({ kind: z.literal('sample'), token: z.string() }),
    ]),
    reply: Me,
  }),
  signIn: route({
    method: 'POST',
    path: '/api/v1/sign-in',
    tag: 'Identity',
    access: 'public',
    status: 200,
    summary: 'Sign in with e-mail and password; sets the session cookie',
    body: z.object({ email: Email, password: z.string().max(200) }),
    reply: Me,
  }),
  signOut: route({
    method: 'POST',
    path: '/api/v1/sign-out',
    tag: 'Identity',
    access: 'public',
    status: 204,
    summary: 'End the session',
  }),
  getMe: route({
    method: 'GET',
    path: '/api/v1/me',
    tag: 'Identity',
    access: 'signed-in',
    status: 200,
    summary: 'Say who is calling',
    reply: Me,
  }),
  updateMe: route({
    method: 'PATCH',
    path: '/api/v1/me',
    tag: 'Identity',
    access: 'signed-in',
    status: 200,
    summary: 'Change my name or password',
    body: z.object({
      name: text(1, 100).optional(),
      currentPassword: z.string().max(200).optional(),
      newPassword: Password.optional(),
    }),
    reply: Me,
  }),
  listMembers: route({
    method: 'GET',
    path: '/api/v1/members',
    tag: 'Identity',
    access: 'workspace:read',
    status: 200,
    summary: 'List the members',
    query: PageQuery,
    reply: page(Member),
  }),
  addMember: route({
    method: 'POST',
    path: '/api/v1/members',
    tag: 'Identity',
    access: 'members:manage',
    status: 201,
    summary: 'Add a member',
    body: z.object({ email: Email, name: text(1, 100), role: z.enum(ROLES), password: Password }),
    reply: AddedMember,
  }),
  changeMember: route({
    method: 'PATCH',
    path: '/api/v1/members/:id',
    tag: 'Identity',
    access: 'members:manage',
    status: 200,
    summary: "Change a member's role",
    params: IdParams,
    body: z.object({ role: z.enum(ROLES) }),
    reply: Member,
  }),
  resetMemberPassword: route({
    method: 'PUT',
    path: '/api/v1/members/:id/password',
    tag: 'Identity',
    access: 'members:manage',
    status: 204,
    summary: 'Give a member who forgot theirs a new password, and end their sessions',
    params: IdParams,
    body: z.object({ password: Password }),
  }),
  removeMember: route({
    method: 'DELETE',
    path: '/api/v1/members/:id',
    tag: 'Identity',
    access: 'members:manage',
    status: 204,
    summary: 'Remove a member and end their sessions',
    params: IdParams,
  }),
  listApiKeys: route({
    method: 'GET',
    path: '/api/v1/api-keys',
    tag: 'Identity',
    access: 'keys:manage',
    status: 200,
    summary: 'List the API keys',
    query: PageQuery,
    reply: page(ApiKey),
  }),
  createApiKey: route({
    method: 'POST',
    path: '/api/v1/api-keys',
    tag: 'Identity',
    access: 'keys:manage',
    status: 201,
    summary: 'Create an API key; it is shown this once',
    body: z.object({
      name: text(1, 100),
      scopes: z.array(z.enum(SCOPES)).min(1),
      expiresAt: Time.optional(),
    }),
    reply: ApiKey.extend({ key: z.string() }),
  }),
  rotateApiKey: route({
    method: 'POST',
    path: '/api/v1/api-keys/:id/rotate',
    tag: 'Identity',
    access: 'keys:manage',
    status: 201,
    summary: 'Replace a key; the old one works for the overlap given',
    params: IdParams,
    body: z.object({ overlapMinutes: z.number().int().min(0).max(10080).default(60) }),
    reply: ApiKey.extend({ key: z.string() }),
  }),
  revokeApiKey: route({
    method: 'DELETE',
    path: '/api/v1/api-keys/:id',
    tag: 'Identity',
    access: 'keys:manage',
    status: 204,
    summary: 'Revoke a key at once',
    params: IdParams,
  }),
  listWorkspaces: route({
    method: 'GET',
    path: '/api/v1/workspaces',
    tag: 'Workspace',
    access: 'signed-in',
    status: 200,
    summary: 'List the workspaces I am a member of',
    reply: whole(WorkspaceRef.extend({ role: z.enum(ROLES) })),
  }),
  createWorkspace: route({
    method: 'POST',
    path: '/api/v1/workspaces',
    tag: 'Workspace',
    access: 'signed-in',
    status: 201,
    summary: 'Create another workspace; only an owner may, and becomes its owner',
    body: z.object({ name: text(1, 100) }),
    reply: WorkspaceRef,
  }),
  enterWorkspace: route({
    method: 'POST',
    path: '/api/v1/workspaces/:id/enter',
    tag: 'Workspace',
    access: 'signed-in',
    status: 200,
    summary: 'Go on in another workspace of mine; replaces the session cookie',
    params: IdParams,
    reply: Me,
  }),
  getWorkspace: route({
    method: 'GET',
    path: '/api/v1/workspace',
    tag: 'Workspace',
    access: 'workspace:read',
    status: 200,
    summary: 'Get the workspace and its rules',
    reply: Workspace,
  }),
  updateWorkspace: route({
    method: 'PATCH',
    path: '/api/v1/workspace',
    tag: 'Workspace',
    access: 'settings:manage',
    status: 200,
    summary: 'Change the workspace and its rules',
    body: z.object({
      name: text(1, 100).optional(),
      requiredApprovals: z.number().int().min(1).max(10).optional(),
      requireFourEyes: z.boolean().optional(),
      requireGreenChecks: z.boolean().optional(),
      speechVoices: z.record(z.string().max(60), z.string().max(100)).optional(),
      voiceChain: z.array(z.string().max(200)).max(20).optional(),
      standIns: z.record(z.string().max(200), z.string().max(200)).optional(),
      agentOrder: EngineOrder.optional(),
      listenerOrder: EngineOrder.optional(),
      timeZone: TimeZone.optional(),
      callRedaction: CallRedaction.optional(),
    }),
    reply: Workspace,
  }),
};
