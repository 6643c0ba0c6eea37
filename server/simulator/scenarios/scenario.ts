import { z } from 'zod';
import { Move } from '../callers/moves.ts';
import { Dialled } from '../carrier/dialling.ts';
import { Faults } from '../carrier/faults.ts';

/** Voices that callers have; all of them are made from recordings of people. */
export const CALLER_VOICES = {
  slt: 'flite:slt',
  rms: 'flite:rms',
  awb: 'flite:awb',
  kal: 'flite:kal16',
} as const;

/** Values that an entry of the API must have; objects in it likewise. `/…/` is a pattern. */
const Where: z.ZodType<Readonly<Record<string, unknown>>> = z.record(z.string(), z.unknown());

/** What must be true when the call is over. */
export const Expectation = z
  .object({
    heard: z
      .array(z.union([z.string(), z.array(z.string()).min(1)]))
      .default([])
      .describe('Words that were heard; of a list, one of them'),
    notHeard: z.array(z.string()).default([]),
    ends: z
      .enum(['agent', 'caller', 'transferred', 'vanished', 'refused'])
      .optional()
      .describe('Who ended the call'),
    data: z
      .array(
        z
          .object({
            path: z.string().startsWith('/api/v1/').describe('A list of the API; days as in what is said'),
            where: Where.default({}),
            new: z
              .number()
              .int()
              .min(0)
              .optional()
              .describe('So many of its entries are there that were not before'),
            gone: z.number().int().min(0).optional().describe('So many of its entries were there before'),
          })
          .strict(),
      )
      .default([]),
    call: Where.optional().describe('What the call’s own record must have, such as `end`'),
    events: z
      .array(Where)
      .default([])
      .describe('What must be in the call’s timeline, in this order, with anything between'),
    noEvents: z.array(Where).default([]),
    transferredTo: z.string().optional(),
    clearedWithinMs: z.number().optional().describe('What interrupted the agent silenced it within so long'),
    noCutOff: z
      .literal(true)
      .optional()
      .describe('The agent never began to speak before the caller was done'),
  })
  .strict();
export type Expectation = z.infer<typeof Expectation>;

/** A call with somebody, and what must come of it. */
export const Scenario = z
  .object({
    name: z.string().min(1).max(100),
    to: z.string().default('+15005550100'),
    from: z.string().default('+15005550006'),
    voice: z.enum(Object.keys(CALLER_VOICES) as [keyof typeof CALLER_VOICES]).default('slt'),
    faults: Faults.prefault({}),
    dialled: Dialled.prefault({}),
    moves: z.array(Move).min(1),
    expect: Expectation.prefault({}),
  })
  .strict();
export type Scenario = z.infer<typeof Scenario>;
export type ScenarioInput = z.input<typeof Scenario>;
