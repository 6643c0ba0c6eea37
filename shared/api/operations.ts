import { z } from 'zod';
import { Actor, Id, IdParams, PageQuery, page, Time } from './common.ts';
import { route } from './route.ts';

export const AuditEntry = z.object({
  id: Id,
  sequence: z.number().int(),
  at: Time,
  actor: Actor,
  action: z.string(),
  subject: z.object({ kind: z.string(), id: z.string(), name: z.string().nullable() }),
  detail: z.record(z.string(), z.unknown()),
  hash: z.string(),
  previousHash: z.string(),
  correlationId: z.string().nullable(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;
const AuditFilter = z.object({
  actor: z.string().max(200).optional(),
  action: z.string().max(100).optional(),
  subject: z.string().max(200).optional(),
  from: Time.optional(),
  to: Time.optional(),
});

export const WEBHOOK_EVENTS = [
  'version.ready',
  'version.failed',
  'version.status',
  'deployment.changed',
  'conversation.waiting',
  'conversation.message',
  'ping',
] as const;
export const Webhook = z.object({
  id: Id,
  url: z.string(),
  events: z.array(z.enum(WEBHOOK_EVENTS)),
  active: z.boolean(),
  createdAt: Time,
  lastDelivery: z.object({ state: z.string(), at: Time }).nullable(),
});
export type Webhook = z.infer<typeof Webhook>;
export const WebhookDelivery = z.object({
  id: Id,
  event: z.string(),
  state: z.enum(['pending', 'delivered', 'failed']),
  attempts: z.number().int(),
  responseStatus: z.number().int().nullable(),
  error: z.string().nullable(),
  createdAt: Time,
  lastAttemptAt: Time.nullable(),
  nextAttemptAt: Time.nullable(),
  payload: z.unknown(),
});
const T = 'Operations';
export const operationsRoutes = {
  listAudit: route({
    method: 'GET',
    path: '/api/v1/audit',
    tag: T,
    access: 'audit:read',
    status: 200,
    summary: 'List the audit log, newest first',
    query: PageQuery.extend(AuditFilter.shape),
    reply: page(AuditEntry),
  }),
  verifyAudit: route({
    method: 'GET',
    path: '/api/v1/audit/verify',
    tag: T,
    access: 'audit:read',
    status: 200,
    summary: 'Check the hash chain and its anchor',
    reply: z.object({
      ok: z.boolean(),
      entries: z.number().int(),
      head: z.string().nullable(),
      anchoredSequence: z.number().int().nullable(),
      anchoredAt: Time.nullable(),
      problem: z.string().nullable(),
    }),
  }),
  exportAudit: route({
    method: 'GET',
    path: '/api/v1/audit/export',
    tag: T,
    access: 'audit:read',
    status: 200,
    summary: 'Export the audit log',
    query: AuditFilter.extend({ format: z.enum(['csv', 'jsonl']).default('csv') }),
    produces: ['text/csv', 'application/jsonl'],
  }),
  listWebhooks: route({
    method: 'GET',
    path: '/api/v1/webhooks',
    tag: T,
    access: 'webhooks:manage',
    status: 200,
    summary: 'List webhooks',
    query: PageQuery,
    reply: page(Webhook),
  }),
  createWebhook: route({
    method: 'POST',
    path: '/api/v1/webhooks',
    tag: T,
    access: 'webhooks:manage',
    status: 201,
    summary: 'Create a webhook; its signing secret is shown this once',
    body: z.object({ url: z.url().max(2000), events: z.array(z.enum(WEBHOOK_EVENTS)).min(1) }),
    reply: Webhook.extend({ secret: z.string() }),
  }),
  updateWebhook: route({
    method: 'PATCH',
    path: '/api/v1/webhooks/:id',
    tag: T,
    access: 'webhooks:manage',
    status: 200,
    summary: 'Change or pause a webhook',
    params: IdParams,
    body: z.object({
      url: z.url().max(2000).optional(),
      events: z.array(z.enum(WEBHOOK_EVENTS)).min(1).optional(),
      active: z.boolean().optional(),
    }),
    reply: Webhook,
  }),
  deleteWebhook: route({
    method: 'DELETE',
    path: '/api/v1/webhooks/:id',
    tag: T,
    access: 'webhooks:manage',
    status: 204,
    summary: 'Delete a webhook',
    params: IdParams,
  }),
  testWebhook: route({
    method: 'POST',
    path: '/api/v1/webhooks/:id/test',
    tag: T,
    access: 'webhooks:manage',
    status: 202,
    summary: 'Send a ping',
    params: IdParams,
    reply: WebhookDelivery,
  }),
  listDeliveries: route({
    method: 'GET',
    path: '/api/v1/webhooks/:id/deliveries',
    tag: T,
    access: 'webhooks:manage',
    status: 200,
    summary: 'List deliveries, newest first',
    params: IdParams,
    query: PageQuery,
    reply: page(WebhookDelivery),
  }),
  redeliver: route({
    method: 'POST',
    path: '/api/v1/deliveries/:id/redeliver',
    tag: T,
    access: 'webhooks:manage',
    status: 202,
    summary: 'Send a delivery again',
    params: IdParams,
    reply: WebhookDelivery,
  }),
  events: route({
    method: 'GET',
    path: '/api/v1/events',
    tag: T,
    access: 'workspace:read',
    status: 200,
    summary: 'Follow what happens, as server-sent events',
    produces: ['text/event-stream'],
  }),
};

/** What server-sent events carry: enough to know what to fetch again. */
export const WorkspaceEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('version-progress'), versionId: Id, scriptId: Id, progress: z.number() }),
  z.object({ type: z.literal('version-state'), versionId: Id, scriptId: Id, state: z.string() }),
  z.object({ type: z.literal('version-status'), versionId: Id, scriptId: Id, status: z.string() }),
  z.object({ type: z.literal('checks-changed'), versionId: Id, scriptId: Id }),
  z.object({ type: z.literal('comment-changed'), versionId: Id, commentId: Id }),
  z.object({ type: z.literal('script-changed'), scriptId: Id, projectId: Id }),
  z.object({ type: z.literal('project-changed'), projectId: Id }),
  z.object({ type: z.literal('deployment-changed'), channel: z.string(), slot: z.string() }),
  z.object({ type: z.literal('channel-changed'), channel: z.string() }),
  z.object({ type: z.literal('release-changed'), releaseId: Id }),
  z.object({ type: z.literal('members-changed') }),
  z.object({
    type: z.literal('workspace-changed').describe('Its settings, its plan or those of its engines'),
  }),
  z.object({ type: z.literal('personality-changed'), personalityId: Id }),
  z.object({ type: z.literal('conversation-stopped'), conversationId: Id }),
  z.object({
    type: z
      .literal('conversation-changed')
      .describe('In a conversation that waits for a person or that one has'),
    conversationId: Id,
  }),
  z.object({ type: z.literal('voice-progress'), personalityId: Id, progress: z.number() }),
  z.object({ type: z.literal('webhook-delivery'), webhookId: Id }),
  z.object({ type: z.literal('voice-pull'), voiceId: z.string() }),
  z.object({ type: z.literal('appointments-changed') }),
  z.object({ type: z.literal('flow-changed'), flowId: Id }),
  z.object({ type: z.literal('phone-numbers-changed') }),
]);
export type WorkspaceEvent = z.infer<typeof WorkspaceEvent>;
