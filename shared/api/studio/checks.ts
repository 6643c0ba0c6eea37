import { z } from 'zod';
import { IdParams, Time } from '../common.ts';
import { route } from '../route.ts';

/** What is looked at, in the order in which it is shown. */
export const CHECKS = ['words', 'clipping', 'silence', 'loudness', 'tail', 'duration'] as const;
export type CheckName = (typeof CHECKS)[number];

/** `not-checked` is no pass: nothing is known. */
export const CHECK_STATES = ['passed', 'warning', 'failed', 'not-checked'] as const;
export type CheckState = (typeof CHECK_STATES)[number];

export const CheckItem = z.object({
  name: z.enum(CHECKS),
  state: z.enum(CHECK_STATES),
  sentence: z.string().describe('What was found, for a person'),
  numbers: z
    .array(z.object({ name: z.string(), value: z.number(), unit: z.string() }))
    .describe('What was measured'),
  places: z
    .array(z.object({ startMs: z.number(), endMs: z.number(), label: z.string() }))
    .describe('Where in the audio'),
});
export type CheckItem = z.infer<typeof CheckItem>;

/** The checks of a version in short. */
export const CheckSummary = z.object({
  state: z
    .enum(['waiting', ...CHECK_STATES])
    .describe('The worst of all, in the order failed, warning, not-checked, passed'),
  warnings: z.number().int(),
  failed: z.number().int(),
  notChecked: z.number().int(),
});
export type CheckSummary = z.infer<typeof CheckSummary>;

export const VersionChecks = z.object({
  summary: CheckSummary.nullable().describe('Null before there is audio'),
  checks: z.array(CheckItem).describe('Empty while they wait or run'),
  checker: z
    .string()
    .nullable()
    .describe('What checked: changes whenever the same audio may be judged differently'),
  requestedAt: Time.nullable(),
  finishedAt: Time.nullable(),
});
export type VersionChecks = z.infer<typeof VersionChecks>;

export const checkRoutes = {
  getVersionChecks: route({
    method: 'GET',
    path: '/api/v1/versions/:id/checks',
    tag: 'Studio',
    access: 'workspace:read',
    status: 200,
    summary: 'Get what the automatic checks found of a version',
    params: IdParams,
    reply: VersionChecks,
  }),
  checkVersion: route({
    method: 'POST',
    path: '/api/v1/versions/:id/checks',
    tag: 'Studio',
    access: 'versions:generate',
    status: 202,
    summary: 'Check a version again in the background',
    params: IdParams,
    reply: VersionChecks,
  }),
};
