import { z } from 'zod';
import { CallEnd } from '../../calls/timeline.ts';
import { Intent } from '../../dialogue/intents.ts';
import { route } from '../route.ts';
import { CostParts } from './calls.ts';
import { CallFilter } from './filter.ts';

const Day = z.iso.date();

const Figures = z.object({
  calls: z.number().int(),
  durationMs: z.number().nullable().describe('Mean of those that are over'),
  contained: z.number().nullable().describe('Share without a person, of those where it is known'),
  resolved: z.number().nullable().describe('Share in which it was done, of those where something was wanted'),
  sentiment: z.number().nullable().describe('Mean, −1 to 1'),
  satisfaction: z.number().nullable().describe('Mean, 1 to 5, of those who answered'),
  costUsd: z.number().describe('Of all together'),
});
export type CallFigures = z.infer<typeof Figures>;

/** In ms; of all turns with an answer that was heard. */
const Percentiles = z.object({ p50Ms: z.number(), p95Ms: z.number(), p99Ms: z.number() });
export const LATENCY_ROWS = [
  'endOfTurnMs',
  'transcriptMs',
  'firstTokenMs',
  'firstAudioMs',
  'heardMs',
  'wholeMs',
] as const;

/** What calls come to. Calls in progress count in volume alone. */
export const CallReport = z.object({
  from: Day,
  to: Day,
  timeZone: z.string().describe('In which days and hours are meant'),
  total: Figures.extend({
    tests: z.number().int().describe('Of these, tried by somebody of the workspace'),
    p50DurationMs: z.number().nullable(),
    p95DurationMs: z.number().nullable(),
    satisfactionAnswers: z.number().int(),
    costPerCallUsd: z.number().nullable(),
    costParts: CostParts.describe('Of all together; null where it is known of no call'),
  }),
  days: z.array(Figures.extend({ day: Day })).describe('Every day from first to last'),
  hours: z
    .array(z.object({ weekday: z.number().int(), hour: z.number().int(), calls: z.number().int() }))
    .describe('When calls begin: weekday 1 (Monday) to 7, hour 0 to 23; only those with calls'),
  ends: z.array(z.object({ end: CallEnd, calls: z.number().int() })).describe('Most first'),
  intents: z
    .array(
      z.object({
        intent: Intent,
        calls: z.number().int().describe('That were about it most'),
        turns: z.number().int().describe('In which it was wanted'),
        resolved: z.number().nullable(),
        sentiment: z.number().nullable(),
      }),
    )
    .describe('Most first'),
  sentiments: z.object({
    negative: z.number().int(),
    neutral: z.number().int(),
    positive: z.number().int(),
  }),
  satisfaction: z
    .array(z.object({ score: z.number().int(), calls: z.number().int() }))
    .describe('How many gave 1 to 5'),
  flows: z.array(Figures.extend({ name: z.string() })).describe('Most calls first; at most 50'),
  numbers: z.array(Figures.extend({ number: z.string() })).describe('Most calls first; at most 50'),
  latency: z.object({
    turns: z.number().int(),
    interrupted: z.number().nullable().describe('Share of turns whose answer was interrupted'),
    stages: z
      .array(Percentiles.extend({ stage: z.enum(LATENCY_ROWS) }))
      .describe('In order; empty without turns'),
  }),
});
export type CallReport = z.infer<typeof CallReport>;

const T = 'Calls';
export const callAnalyticsRoutes = {
  getCallAnalytics: route({
    method: 'GET',
    path: '/api/v1/calls/analytics',
    tag: T,
    access: 'workspace:read',
    status: 200,
    summary: 'Say what calls come to: volume, containment, resolution, sentiment, latency and cost',
    query: CallFilter,
    reply: CallReport,
  }),
  exportCallAnalytics: route({
    method: 'GET',
    path: '/api/v1/calls/analytics/export',
    tag: T,
    access: 'workspace:read',
    status: 200,
    summary: 'Export the figures of each day as CSV',
    query: CallFilter,
    produces: ['text/csv'],
  }),
};
