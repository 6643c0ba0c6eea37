import { z } from 'zod';
import { Actor, Id } from '../api/common.ts';
import { Intent, Sentiment } from '../dialogue/intents.ts';
import { CALL_ENDS } from './callEnds.ts';

export const CallEnd = z.enum(CALL_ENDS);
export type CallEnd = z.infer<typeof CallEnd>;

const Instead = z.object({ what: z.string(), code: z.string(), reason: z.string() });
export type Instead = z.infer<typeof Instead>;

/** What a caller heard, and what is behind it. */
export const LineSource = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('slot'),
    channel: z.string(),
    slot: z.string(),
    deploymentId: Id,
    versionId: Id,
    digest: z.string(),
    instead: Instead.optional().describe(
      'Why what was live there before is heard: the voice that followed may not be heard any more',
    ),
  }),
  z.object({
    kind: z.literal('voice'),
    voiceId: z.string(),
    voiceName: z.string(),
    engineId: z.string(),
    instead: Instead.nullable().describe(
      'What was to be heard, such as a slot or another voice, and why it was not',
    ),
  }),
  z.object({ kind: z.literal('person'), actor: Actor }),
]);
export type LineSource = z.infer<typeof LineSource>;

/** Where the time went between the caller’s last sound and our first that was heard; in ms, each a part of the whole. */
export const TurnLatency = z.object({
  /** Until it was certain that the caller had finished. */
  endOfTurnMs: z.number(),
  /** Until the words were final. */
  transcriptMs: z.number(),
  /** Until the first sentence was there. */
  firstTokenMs: z.number(),
  /** Until its first sound was handed to the carrier. */
  firstAudioMs: z.number(),
  /** Until the carrier said that it was heard, less the length of that sound. */
  heardMs: z.number(),
});
export type TurnLatency = z.infer<typeof TurnLatency>;

const at = { atMs: z.number().min(0).describe('From the beginning of the sound') };
const span = { ...at, endMs: z.number().min(0) };
const words = {
  words: z
    .array(z.object({ text: z.string(), startMs: z.number().min(0), endMs: z.number().min(0) }))
    .describe('When each word was heard, on the clock of the call; absent where nobody said it')
    .optional(),
};

/** Everything that happens on a call, as it is kept, shown live and replayed. Kinds that a client does not know are to be ignored. */
export const CallEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('began'), ...at }),
  z.object({ kind: z.literal('step'), ...at, stepId: z.string(), step: z.string(), title: z.string() }),
  z.object({
    kind: z.literal('spoken'),
    ...span,
    text: z
      .string()
      .describe('What was to be said; empty where a person spoke and nobody could write it down'),
    heard: z.string().describe('What of it was heard'),
    ...words,
    whole: z.boolean(),
    purpose: z.enum(['fixed', 'answer', 'filler', 'reprompt', 'announcement', 'hold', 'trouble', 'person']),
    source: LineSource,
    turnId: Id.nullable(),
  }),
  z.object({
    kind: z.literal('heard'),
    ...span,
    text: z.string().describe('Empty where they spoke and nobody could write it down'),
    ...words,
    confidence: z.number().nullable(),
    engineId: z.string().nullable().describe('Null for keys'),
    keys: z.boolean(),
    secret: z.boolean().describe('A card number or the like: the text is not kept'),
  }),
  z.object({
    kind: z.literal('turn'),
    ...span,
    turnId: Id.describe('Of the answer'),
    intent: Intent,
    confidence: z.number(),
    sentiment: Sentiment,
    personality: z.object({ id: Id.nullable(), name: z.string(), version: z.number().int().nullable() }),
    agentId: z.string(),
    interrupted: z.boolean(),
    latency: TurnLatency.nullable().describe('Null where nothing was heard'),
  }),
  z
    .object({
      kind: z.literal('answered'),
      ...span,
      turnId: Id.describe('Of this answer'),
      latency: TurnLatency,
    })
    .describe('The flow itself answered what was said or keyed in, by a menu, a question or another line'),
  z.object({
    kind: z.literal('tool'),
    ...span,
    tool: z.string(),
    title: z.string(),
    ok: z.boolean(),
    code: z.string().nullable(),
  }),
  z.object({ kind: z.literal('key'), ...at, digit: z.string().describe('`•` where it is secret') }),
  z.object({
    kind: z.literal('barge-in'),
    ...at,
    outcome: z.enum(['interrupted', 'resumed']),
    reactionMs: z.number(),
  }),
  z.object({
    kind: z.literal('reprompt'),
    ...at,
    why: z.enum(['not-understood', 'silence']),
    count: z.number().int(),
  }),
  z.object({
    kind: z.literal('collected'),
    ...at,
    name: z.string(),
    value: z.string().describe('`•••` where it is secret'),
    confirmed: z.boolean(),
  }),
  z.object({
    kind: z.literal('recording'),
    ...at,
    state: z.enum(['started', 'paused', 'resumed', 'stopped']),
    why: z.string(),
  }),
  z.object({
    kind: z.literal('transfer'),
    ...at,
    to: z.string(),
    warm: z.boolean(),
    state: z.enum(['asked', 'waiting', 'joined', 'nobody', 'failed']),
    summary: z.string().nullable(),
  }),
  z.object({
    kind: z.literal('person'),
    ...at,
    state: z.enum(['listens', 'whispers', 'took-over', 'left']),
    actor: Actor,
  }),
  z.object({
    kind: z.literal('trouble'),
    ...at,
    what: z.enum(['recogniser', 'agent', 'voice', 'tool', 'carrier', 'database', 'slot']),
    code: z.string(),
    detail: z.string(),
  }),
  z.object({ kind: z.literal('satisfaction'), ...at, score: z.number().int().min(1).max(5) }),
  z.object({ kind: z.literal('ended'), ...at, end: CallEnd }),
]);
export type CallEvent = z.infer<typeof CallEvent>;
export type CallEventOf<Kind extends CallEvent['kind']> = Extract<CallEvent, { kind: Kind }>;
