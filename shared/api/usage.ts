import { z } from 'zod';
import { PriceTable } from '../prices/priceTable.ts';
import { PLANS, USAGE_PURPOSES } from '../usage/plans.ts';
import { Actor, Id } from './common.ts';
import { route } from './route.ts';

const Day = z.iso.date().describe('A day of UTC, YYYY-MM-DD');

/** What a part of the use comes to. */
export const UsageSum = z.object({
  requests: z.number().int().describe('Texts given to an engine, or answered from memory'),
  cachedRequests: z.number().int().describe('Of these, answered from memory: they cost nothing'),
  lostRequests: z.number().int().describe('Of these, without a known end: they count with their estimate'),
  characters: z.number().int().describe('Of all requests, as the engines count them'),
  cachedCharacters: z.number().int(),
  seconds: z.number().describe('Of sound'),
  costUsd: z.number().describe('By the list prices of the engines'),
});
export type UsageSum = z.infer<typeof UsageSum>;

export const UsageFilter = z.object({
  from: Day.optional().describe('First day; without it that of this month'),
  to: Day.optional().describe('Last day; without it today'),
  voice: z.string().max(200).optional(),
  engine: z.string().max(60).optional(),
  user: z.string().max(200).optional().describe('Id of a member or of an API key'),
  purpose: z.enum(USAGE_PURPOSES).optional(),
  personality: Id.optional(),
});
export type UsageFilter = z.infer<typeof UsageFilter>;

export const PlanState = z.object({
  plan: z.enum(PLANS),
  name: z.string(),
  charactersPerMonth: z.number().int().nullable().describe('Null: any number'),
  customVoices: z.number().int().nullable().describe('Null: any number'),
  customVoicesMade: z
    .number()
    .int()
    .describe('Voices of its own that the workspace has, or is about to have'),
  choices: z.array(z.enum(PLANS)).describe('What the owner may choose'),
});
export type PlanState = z.infer<typeof PlanState>;

/** What was answered in conversations. */
export const AnswerSum = z.object({
  answers: z.number().int(),
  cached: z.number().int().describe('Of these, given from memory, without asking anybody'),
  failed: z.number().int().describe('Of these, without an answer that anybody found'),
  inputTokens: z.number().int(),
  outputTokens: z.number().int(),
  costUsd: z.number().describe('By the list prices of the models as they are now'),
  unpriced: z
    .number()
    .int()
    .describe('Of these, by models whose price is not known: they are not in the cost'),
});
export type AnswerSum = z.infer<typeof AnswerSum>;

export const UsageReport = z.object({
  from: Day,
  to: Day,
  total: UsageSum,
  days: z.array(UsageSum.extend({ day: Day })).describe('Days with use, in order'),
  voices: z.array(UsageSum.extend({ id: z.string(), name: z.string(), engine: z.string() })),
  engines: z.array(UsageSum.extend({ id: z.string() })),
  users: z.array(UsageSum.extend({ actor: Actor })),
  purposes: z.array(UsageSum.extend({ purpose: z.enum(USAGE_PURPOSES) })),
  personalities: z.array(UsageSum.extend({ id: Id, name: z.string() })),
  costUsd: z
    .number()
    .describe('Of speech, and of answers too where no filter narrows it: those are of the whole workspace'),
  hitRate: z.number().nullable().describe('Share of requests answered from memory; null without requests'),
  answers: AnswerSum.extend({
    hitRate: z.number().nullable().describe('Share of answers given from memory; null without answers'),
    agents: z
      .array(
        AnswerSum.extend({ id: z.string(), model: z.string().describe('Its language model or version') }),
      )
      .describe('Who answered, most first'),
  }).describe('In conversations, of the whole workspace, without filters'),
  unusualDays: z
    .array(z.object({ day: Day, characters: z.number().int(), usualCharacters: z.number() }))
    .describe('With far more use than the two weeks before; of the whole workspace, without filters'),
  month: z
    .object({
      from: Day,
      resets: Day.describe('First day of the next month'),
      characters: z.number().int().describe('Spoken by engines: what counts against the quota'),
      costUsd: z.number().describe('Of speech and answers'),
      forecastCharacters: z.number(),
      forecastUsd: z.number(),
    })
    .describe('This month, of the whole workspace'),
  plan: PlanState,
});
export type UsageReport = z.infer<typeof UsageReport>;

const T = 'Usage';
export const usageRoutes = {
  getUsage: route({
    method: 'GET',
    path: '/api/v1/usage',
    tag: T,
    access: 'workspace:read',
    status: 200,
    summary: 'Say what was spoken, by whom and at what cost',
    query: UsageFilter,
    reply: UsageReport,
  }),
  exportUsage: route({
    method: 'GET',
    path: '/api/v1/usage/export',
    tag: T,
    access: 'workspace:read',
    status: 200,
    summary: 'Export every single use as CSV, oldest first',
    query: UsageFilter,
    produces: ['text/csv'],
  }),
  listPrices: route({
    method: 'GET',
    path: '/api/v1/prices',
    tag: T,
    access: 'workspace:read',
    status: 200,
    summary: 'List the prices that costs are counted by; the first that matches counts',
    reply: PriceTable,
  }),
  choosePlan: route({
    method: 'PUT',
    path: '/api/v1/plan',
    tag: T,
    access: 'settings:manage',
    status: 200,
    summary:
      'Choose the plan of the workspace; only its owner may, no more than the installation gives, and no less than its own voices need',
    body: z.object({ plan: z.enum(PLANS) }),
    reply: PlanState,
  }),
};
