import { z } from 'zod';
import { Id, Language, Slug, text } from '../api/common.ts';

/** Name of a step within its flow. */
export const StepId = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'use small letters, digits and single hyphens')
  .max(40);

/** What is said at a fixed place: approved audio of a channel's slot, or a text that a voice speaks when it is needed. */
export const Line = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('slot'),
    channel: Slug,
    slot: Slug,
    otherwise: text(1, 1000).describe('Spoken while nothing is deployed there'),
  }),
  z.object({ kind: z.literal('text'), text: text(1, 1000) }),
]);
export type Line = z.infer<typeof Line>;

const Digit = z.string().regex(/^[0-9*#]$/, 'one of 0 to 9, * and #');
const step = { title: text(1, 80) };

/** One way through a menu: by a key, by words, or both. */
export const MenuChoice = z.object({
  digit: Digit.nullable(),
  phrases: z.array(text(1, 80)).max(20).describe('What a caller may say instead'),
  next: StepId,
});

export const Step = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('say'), ...step, line: Line, next: StepId }),
  z.object({
    kind: z.literal('menu'),
    ...step,
    line: Line,
    choices: z.array(MenuChoice).min(1).max(12),
    tries: z.number().int().min(1).max(5).default(3).describe('How often it is asked before `otherwise`'),
    otherwise: StepId.describe('Where a caller goes who chooses nothing'),
  }),
  z.object({
    kind: z.literal('hours'),
    ...step,
    open: StepId,
    closed: StepId,
  }),
  z.object({
    kind: z.literal('personality'),
    ...step,
    personalityId: Id.nullable().describe('Null: the primary one of the workspace'),
    greeting: Line.nullable().describe('Null: its own greeting'),
    transfer: StepId.nullable().describe('Where a caller goes who asks for a person'),
    next: StepId.nullable().describe('Where the call goes on after its goodbye; null: it ends'),
  }),
  z.object({
    kind: z.literal('collect'),
    ...step,
    line: Line,
    what: z
      .enum(['digits', 'name', 'email', 'date', 'mark'])
      .describe('`mark`: how content the caller is, 1 to 5; it counts in the analytics'),
    into: z
      .string()
      .regex(/^[a-z][A-Za-z0-9]{0,39}$/)
      .describe('Name of what is given, for later steps and tools'),
    minDigits: z.number().int().min(1).max(32).optional(),
    maxDigits: z.number().int().min(1).max(32).optional(),
    secret: z.boolean().default(false).describe('A card number or the like: the recording pauses'),
    confirm: z.boolean().default(true).describe('Repeats it and asks whether it is right'),
    tries: z.number().int().min(1).max(5).default(3),
    next: StepId,
    otherwise: StepId,
  }),
  z.object({
    kind: z.literal('transfer'),
    ...step,
    line: Line,
    to: z
      .string()
      .max(200)
      .regex(/^(\+[1-9]\d{6,14}|sip:\S+|people)$/, 'an E.164 number, a SIP address, or people'),
    warm: z.boolean().default(false).describe('A summary is spoken to the person who picks up'),
    waitSeconds: z.number().int().min(5).max(300).default(45),
    otherwise: StepId.describe('Where a caller goes whom nobody takes'),
  }),
  z.object({
    kind: z.literal('voicemail'),
    ...step,
    line: Line,
    maxSeconds: z.number().int().min(5).max(600).default(120),
    next: StepId,
  }),
  z.object({ kind: z.literal('goodbye'), ...step, line: Line }),
]);
export type Step = z.infer<typeof Step>;

const MOST_STEPS = 200;

/** What happens to a call: steps, and the lines that every step may need. A change never affects calls in progress. */
export const Flow = z.object({
  language: Language.default('en-US'),
  start: StepId,
  steps: z.record(StepId, Step).refine((steps) => Object.keys(steps).length <= MOST_STEPS, {
    error: `has more than ${MOST_STEPS} steps`,
  }),
  lines: z.object({
    announcement: Line.nullable().describe(
      'That the call is recorded and an AI speaks; null: nothing is recorded',
    ),
    hold: Line.describe('While something takes long'),
    trouble: Line.describe('When the call cannot go on as it should'),
    silence: Line.describe('When nothing is heard of the caller'),
    busy: Line.describe('When no further call can be taken'),
  }),
  record: z.boolean().default(true),
});
export type Flow = z.infer<typeof Flow>;
