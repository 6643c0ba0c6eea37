import { z } from 'zod';
import { CallEnd, CallEvent } from '../../calls/timeline.ts';
import { Intent } from '../../dialogue/intents.ts';
import { Actor, Id, IdParams, PageQuery, page, Time, text, whole } from '../common.ts';
import { route } from '../route.ts';
import { Approval } from '../studio/versions.ts';
import { CallFilter } from './filter.ts';

/** A call in a list: figures, nothing that was said. */
export const Call = z.object({
  id: Id,
  carrier: z.enum(['twilio', 'browser', 'sip']),
  direction: z.enum(['inbound', 'outbound']),
  from: z.string().nullable().describe('Who called; the other party’s is masked to its last digits'),
  to: z.string().nullable().describe('Who was called; likewise'),
  carrierCallId: z
    .string()
    .nullable()
    .describe('The carrier’s own name of the call, such as Twilio’s `CallSid`'),
  flow: z.object({ id: Id.nullable(), name: z.string(), version: z.number().int() }),
  personality: z.object({ id: Id.nullable(), name: z.string() }).nullable().describe('Who answered last'),
  conversationId: Id.nullable(),
  test: z.boolean().describe('Somebody of the workspace tried it'),
  startedBy: Actor.describe('Who tried it; “Telephone” for a caller from outside'),
  state: z.enum(['ringing', 'live', 'ended']),
  end: CallEnd.nullable(),
  startedAt: Time,
  answeredAt: Time.nullable(),
  endedAt: Time.nullable(),
  durationMs: z.number().int().nullable(),
  contained: z.boolean().nullable().describe('No person was needed; null where nobody can say'),
  resolved: z
    .boolean()
    .nullable()
    .describe('What was wanted was done, as far as the turns say it; null where nothing was wanted'),
  topIntent: Intent.nullable(),
  sentimentScore: z.number().nullable().describe('−1 to 1, mean of what the caller said'),
  satisfaction: z.number().int().nullable().describe('1 to 5, asked at the end'),
  turnCount: z.number().int(),
  costUsd: z.number().nullable().describe('By list prices, of the parts that are known'),
  recordedMs: z.number().int().describe('Length of the recording; 0: there is none'),
});
export type Call = z.infer<typeof Call>;

/** What a call cost, by part; null: nobody knows. */
export const CostParts = z.object({
  speech: z.number().nullable(),
  recognition: z.number().nullable(),
  model: z.number().nullable(),
  telephony: z.number().nullable(),
});
export type CostParts = z.infer<typeof CostParts>;

/** What is behind a line that came from a slot: which approved audio, of which text, in whose voice, by whose consent. */
export const LineBehind = z.object({
  deployment: z.object({
    id: Id,
    channel: z.string(),
    slot: z.string(),
    kind: z.enum(['deploy', 'rollback', 'release', 'withdraw']),
    reason: z.string(),
    by: Actor,
    at: Time,
    endedAt: Time.nullable(),
  }),
  version: z.object({
    id: Id,
    number: z.number().int(),
    digest: z.string().describe('Of the audio that was deployed'),
    status: z.string(),
    by: Actor,
    at: Time,
  }),
  script: z.object({ id: Id, title: z.string(), projectId: Id }),
  revision: z.object({ id: Id, number: z.number().int(), text: z.string(), by: Actor, at: Time }),
  voice: z.object({ id: z.string(), name: z.string(), engine: z.string().nullable() }),
  consent: z
    .object({
      id: Id,
      speaker: z.string(),
      scope: z.string(),
      state: z.enum(['valid', 'in-review', 'rejected', 'revoked']),
      by: Actor.describe('Who recorded it'),
      at: Time.describe('When the speaker agreed'),
      expiresAt: Time,
      revokedAt: Time.nullable(),
      holds: z.boolean().describe('It holds now'),
      why: z.string().nullable().describe('Why it does not'),
    })
    .nullable()
    .describe('Of the person whose voice it is; null for a voice that is nobody’s'),
  approvals: z.array(Approval).describe('Of this audio; without those that were withdrawn'),
});
export type LineBehind = z.infer<typeof LineBehind>;

/** A call with everything that happened on it. */
export const CallDetail = Call.extend({
  costParts: CostParts,
  events: z.array(CallEvent).describe('In order'),
  transcript: z
    .array(
      z.object({
        by: z.enum(['caller', 'agent', 'person']),
        atMs: z.number(),
        endMs: z.number(),
        text: z
          .string()
          .describe('Of the agent what was heard; empty where nobody could write down what somebody said'),
      }),
    )
    .describe('What was said, in order'),
  latency: z
    .object({
      turns: z.number().int(),
      p50Ms: z.number(),
      p95Ms: z.number(),
      worstMs: z.number(),
    })
    .nullable()
    .describe('From the end of the caller’s words to the first sound of the answer; null without turns'),
  recording: z
    .object({
      url: z.string(),
      durationMs: z.number().int(),
      peaks: z
        .string()
        .nullable()
        .describe('Base64 of bytes 0 to 255: caller and agent by turns, one pair for each 100 ms'),
      gaps: z
        .array(z.object({ fromMs: z.number(), toMs: z.number().nullable(), why: z.string() }))
        .describe('Where it was paused'),
    })
    .nullable()
    .describe('Null: nothing was recorded'),
  behind: z.record(z.string(), LineBehind).describe('By id of the deployment that a line’s source names'),
  redactedAt: Time.nullable().describe('When personal data was taken out; null: not yet, or not wanted'),
});
export type CallDetail = z.infer<typeof CallDetail>;

/** What was to be heard at one moment of a call. */
export const CallMoment = z.object({
  callId: Id,
  atMs: z.number(),
  by: z.enum(['caller', 'agent', 'person']).nullable().describe('Null: nobody spoke'),
  event: CallEvent.nullable().describe('The line, or what was understood of the caller'),
  behind: LineBehind.nullable().describe(
    'Null where it came from no slot; the event’s source says from where',
  ),
});
export type CallMoment = z.infer<typeof CallMoment>;

/** A view that somebody kept. */
export const SavedFilter = z.object({
  id: Id,
  name: z.string(),
  filter: CallFilter,
  createdBy: Actor,
  createdAt: Time,
});
export type SavedFilter = z.infer<typeof SavedFilter>;
const SavedFilterInput = z.object({ name: text(1, 80), filter: CallFilter });

const T = 'Calls';
export const callRoutes = {
  listCalls: route({
    method: 'GET',
    path: '/api/v1/calls',
    tag: T,
    access: 'workspace:read',
    status: 200,
    summary: 'List calls, newest first',
    query: CallFilter.extend(PageQuery.shape),
    reply: page(Call),
  }),
  exportCalls: route({
    method: 'GET',
    path: '/api/v1/calls/export',
    tag: T,
    access: 'workspace:read',
    status: 200,
    summary: 'Export calls as CSV, newest first',
    query: CallFilter,
    produces: ['text/csv'],
  }),
  getCall: route({
    method: 'GET',
    path: '/api/v1/calls/:id',
    tag: T,
    access: 'workspace:read',
    status: 200,
    summary: 'Get a call with everything that happened on it',
    params: IdParams,
    reply: CallDetail,
  }),
  listCallEvents: route({
    method: 'GET',
    path: '/api/v1/calls/:id/events',
    tag: T,
    access: 'workspace:read',
    status: 200,
    summary: 'Get what happened on a call, in order',
    params: IdParams,
    reply: whole(CallEvent),
  }),
  getCallMoment: route({
    method: 'GET',
    path: '/api/v1/calls/:id/at',
    tag: T,
    access: 'workspace:read',
    status: 200,
    summary:
      'Say what was heard at a moment of a call, and what is behind it: version, text, voice, consent, approval',
    params: IdParams,
    query: z.object({ ms: z.coerce.number().min(0).max(86_400_000) }),
    reply: CallMoment,
  }),
  getCallRecording: route({
    method: 'GET',
    path: '/api/v1/calls/:id/recording',
    tag: T,
    access: 'workspace:read',
    status: 200,
    summary: 'Hear a call: the caller on the left, the agent on the right (Range supported for WAV)',
    params: IdParams,
    query: z.object({ format: z.enum(['wav', 'mp3']).default('wav') }),
    produces: ['audio/wav', 'audio/mpeg'],
  }),
  revealCaller: route({
    method: 'POST',
    path: '/api/v1/calls/:id/caller',
    tag: T,
    access: 'calls:manage',
    status: 200,
    summary: 'Tell the whole number of a call’s other party, to call back; the audit log says who asked',
    params: IdParams,
    reply: z.object({
      number: z
        .string()
        .nullable()
        .describe('E.164, or what the carrier shows instead; null: it is not known'),
    }),
  }),
  deleteCall: route({
    method: 'DELETE',
    path: '/api/v1/calls/:id',
    tag: T,
    access: 'calls:manage',
    status: 204,
    summary: 'Delete a call for good: what was said, its recording and its conversation',
    params: IdParams,
  }),
  listCallFilters: route({
    method: 'GET',
    path: '/api/v1/call-filters',
    tag: T,
    access: 'workspace:read',
    status: 200,
    summary: 'List the views of calls that were kept',
    reply: whole(SavedFilter),
  }),
  createCallFilter: route({
    method: 'POST',
    path: '/api/v1/call-filters',
    tag: T,
    access: 'calls:manage',
    status: 201,
    summary: 'Keep a view of calls under a name',
    body: SavedFilterInput,
    reply: SavedFilter,
  }),
  updateCallFilter: route({
    method: 'PUT',
    path: '/api/v1/call-filters/:id',
    tag: T,
    access: 'calls:manage',
    status: 200,
    summary: 'Change a view of calls',
    params: IdParams,
    body: SavedFilterInput,
    reply: SavedFilter,
  }),
  deleteCallFilter: route({
    method: 'DELETE',
    path: '/api/v1/call-filters/:id',
    tag: T,
    access: 'calls:manage',
    status: 204,
    summary: 'Forget a view of calls',
    params: IdParams,
  }),
};
