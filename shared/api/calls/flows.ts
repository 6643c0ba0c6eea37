import { z } from 'zod';
import { Flow, Line, StepId } from '../../calls/flow.ts';
import { CallEnd } from '../../calls/timeline.ts';
import { Actor, Id, IdParams, PageQuery, page, Time, text } from '../common.ts';
import { route } from '../route.ts';

/** Something that is wrong with a flow. A flow with errors is not saved; warnings may stand. */
export const FlowProblem = z.object({
  step: StepId.nullable().describe('Null: the flow as a whole'),
  code: z.string(),
  severity: z.enum(['error', 'warning']),
  message: z.string(),
});
export type FlowProblem = z.infer<typeof FlowProblem>;

export const FlowSummary = z.object({
  id: Id,
  name: z.string(),
  description: z.string(),
  version: z.number().int().describe('The newest, which calls that begin now follow'),
  archived: z.boolean(),
  numbers: z.array(z.string()).describe('Numbers that lead to it, E.164'),
  createdBy: Actor,
  createdAt: Time,
  updatedAt: Time,
});
export type FlowSummary = z.infer<typeof FlowSummary>;

export const FlowVersion = z.object({
  number: z.number().int(),
  note: z.string(),
  createdBy: Actor,
  createdAt: Time,
});
export type FlowVersion = z.infer<typeof FlowVersion>;

export const FlowDetail = FlowSummary.extend({
  content: Flow.describe('Of the newest version'),
  problems: z.array(FlowProblem),
});
export type FlowDetail = z.infer<typeof FlowDetail>;

export const FlowVersionDetail = FlowVersion.extend({ content: Flow });
export type FlowVersionDetail = z.infer<typeof FlowVersionDetail>;

const expectedVersion = z
  .number()
  .int()
  .min(1)
  .optional()
  .describe('The version that this was made from; another one is there now: `conflict`');
const name = text(1, 100);
const description = text(0, 500);
const note = text(0, 300);

export const FlowChange = z.object({
  name: name.optional(),
  description: description.optional(),
  content: Flow.optional().describe('Becomes a new version, unless nothing of it differs'),
  archived: z.boolean().optional(),
  expectedVersion,
  note: note.optional(),
});
export type FlowChange = z.output<typeof FlowChange>;

/** What somebody who tries a flow does, one after the other. */
export const TrialInput = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('said'), text: text(1, 500) }),
  z.object({ kind: z.literal('keys'), digits: z.string().regex(/^[0-9*#]{1,32}$/) }),
  z.object({ kind: z.literal('silence') }).describe('Nothing is said once'),
  z.object({ kind: z.literal('gone') }).describe('Nothing is said for good'),
  z.object({ kind: z.literal('talk-over'), why: z.enum(['goodbye', 'person', 'failed']) }),
  z.object({ kind: z.literal('transfer-over'), joined: z.boolean() }),
  z.object({ kind: z.literal('message-left') }),
]);
export type TrialInput = z.infer<typeof TrialInput>;

/** What is heard and done when a flow is tried. */
export const TrialEntry = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('step'), stepId: StepId, step: z.string(), title: z.string() }),
  z.object({
    kind: z.literal('heard'),
    text: z.string(),
    line: Line,
    deployed: z.boolean().describe('It is what is deployed in the slot; false: a voice speaks the text'),
  }),
  z.object({
    kind: z.literal('input'),
    input: TrialInput,
    taken: z.boolean().describe('False: nothing waited for it, and nothing came of it'),
  }),
  z.object({ kind: z.literal('collected'), name: z.string(), value: z.string(), confirmed: z.boolean() }),
  z.object({
    kind: z.literal('talk'),
    personalityId: Id.nullable(),
    collected: z.record(z.string(), z.string()),
  }),
  z.object({ kind: z.literal('transfer'), to: z.string(), warm: z.boolean(), waitSeconds: z.number() }),
  z.object({ kind: z.literal('voicemail'), maxSeconds: z.number() }),
  z.object({ kind: z.literal('end'), end: CallEnd }),
]);
export type TrialEntry = z.infer<typeof TrialEntry>;

export const FlowTrial = z.object({
  transcript: z.array(TrialEntry),
  waitsFor: z
    .enum(['choice', 'yes-no', 'digits', 'name', 'email', 'date', 'mark', 'talk', 'transfer', 'message'])
    .nullable()
    .describe('What may come next; null: the call is over'),
});
export type FlowTrial = z.infer<typeof FlowTrial>;

const VersionParams = IdParams.extend({ number: z.coerce.number().int().min(1) });
const T = 'Calls';

export const flowRoutes = {
  listFlows: route({
    method: 'GET',
    path: '/api/v1/flows',
    tag: T,
    access: 'workspace:read',
    status: 200,
    summary: 'List flows',
    query: PageQuery.extend({
      archived: z.literal('true').optional().describe('Those alone that are archived'),
    }),
    reply: page(FlowSummary),
  }),
  createFlow: route({
    method: 'POST',
    path: '/api/v1/flows',
    tag: T,
    access: 'calls:manage',
    status: 201,
    summary: 'Create a flow with its first version',
    body: z.object({ name, description: description.default(''), content: Flow, note: note.default('') }),
    reply: FlowDetail,
  }),
  checkFlow: route({
    method: 'POST',
    path: '/api/v1/flows/check',
    tag: T,
    access: 'calls:manage',
    status: 200,
    summary: 'Say what is wrong with a flow, without saving it',
    body: z.object({ content: Flow }),
    reply: z.object({ problems: z.array(FlowProblem) }),
  }),
  getFlow: route({
    method: 'GET',
    path: '/api/v1/flows/:id',
    tag: T,
    access: 'workspace:read',
    status: 200,
    summary: 'Get a flow in its newest version, an archived one too',
    params: IdParams,
    reply: FlowDetail,
  }),
  updateFlow: route({
    method: 'PATCH',
    path: '/api/v1/flows/:id',
    tag: T,
    access: 'calls:manage',
    status: 200,
    summary: 'Change a flow: its content becomes a new version; calls in progress keep theirs',
    params: IdParams,
    body: FlowChange,
    reply: FlowDetail,
  }),
  listFlowVersions: route({
    method: 'GET',
    path: '/api/v1/flows/:id/versions',
    tag: T,
    access: 'workspace:read',
    status: 200,
    summary: 'List the versions of a flow, newest first',
    params: IdParams,
    query: PageQuery,
    reply: page(FlowVersion),
  }),
  getFlowVersion: route({
    method: 'GET',
    path: '/api/v1/flows/:id/versions/:number',
    tag: T,
    access: 'workspace:read',
    status: 200,
    summary: 'Get a version of a flow',
    params: VersionParams,
    reply: FlowVersionDetail,
  }),
  restoreFlowVersion: route({
    method: 'POST',
    path: '/api/v1/flows/:id/versions/:number/restore',
    tag: T,
    access: 'calls:manage',
    status: 200,
    summary: 'Make a new version that equals an earlier one',
    params: VersionParams,
    body: z.object({ expectedVersion, note: note.optional() }),
    reply: FlowDetail,
  }),
  tryFlow: route({
    method: 'POST',
    path: '/api/v1/flows/:id/try',
    tag: T,
    access: 'calls:manage',
    status: 200,
    summary: 'Try a flow by typing: send everything that was done so far, get what is heard',
    params: IdParams,
    body: z.object({
      content: Flow.optional().describe('Not saved yet; absent: the newest version'),
      open: z.boolean().optional().describe('Whether the business is open; absent: as it is now'),
      inputs: z.array(TrialInput).max(200).default([]),
    }),
    reply: FlowTrial,
  }),
};
