import { z } from 'zod';
import { PartialContent, PersonalityContent } from '../../personalities/content.ts';
import { Actor, Id, Time, text } from '../common.ts';
import { CustomVoice } from './voice.ts';

/** Since which state of a personality something was made: another one in between is a conflict. */
const expectedVersion = z
  .int()
  .min(1)
  .optional()
  .describe('The version that this was made from; when absent, whatever stands now');
const note = text(0, 500).optional().describe('Why, in a sentence');

/** A saved state of a personality. It never changes. */
export const PersonalityVersion = z.object({
  id: Id,
  number: z.int(),
  note: z.string().nullable(),
  restoredFrom: z.int().nullable().describe('The earlier version that it equals, where one was restored'),
  by: Actor,
  at: Time,
});
export type PersonalityVersion = z.infer<typeof PersonalityVersion>;

export const PersonalityVersionDetail = PersonalityVersion.extend({
  content: PersonalityContent,
  instructions: z.string(),
});
export type PersonalityVersionDetail = z.infer<typeof PersonalityVersionDetail>;

export const Personality = PersonalityContent.extend({
  id: Id,
  version: PersonalityVersion,
  active: z
    .boolean()
    .describe('Whether it may answer unasked; an inactive one answers who asks for it by name'),
  primary: z.boolean().describe('Whether it answers where nobody asked for another one'),
  deletedAt: Time.nullable().describe('Since when it answers nobody; what refers to it stays readable'),
  customVoice: CustomVoice.shape.state,
  consentEndsAt: Time.nullable().describe(
    'When the consent for its own voice ends: that falls silent then. Null while it has none that may speak',
  ),
  createdBy: Actor,
  createdAt: Time,
});
export type Personality = z.infer<typeof Personality>;

export const NewPersonality = PartialContent.extend({
  name: PersonalityContent.shape.name,
  template: z.string().max(40).optional().describe('A ready-made one to start from'),
});
export type NewPersonality = z.output<typeof NewPersonality>;

export const PersonalityChange = PartialContent.extend({
  active: z.boolean().optional(),
  primary: z.literal(true).optional().describe('Takes it over from the one that was'),
  expectedVersion,
  note,
});
export type PersonalityChange = z.output<typeof PersonalityChange>;

export const Restoring = z.object({ expectedVersion, note });

/** What a personality is told to be, as of its version. */
export const BuiltInstructions = z.object({
  personalityId: Id,
  versionId: Id,
  number: z.int(),
  instructions: z.string(),
  greeting: z.string().describe('What it says first; tells that an AI talks'),
});
export type BuiltInstructions = z.infer<typeof BuiltInstructions>;

const Value = z.union([z.string(), z.number(), z.null()]);
export const PersonalityComparison = z.object({
  from: PersonalityVersion,
  to: PersonalityVersion,
  changes: z.array(
    z.object({
      field: z.string().describe('Where it stands, such as traits.formality'),
      from: Value,
      to: Value,
    }),
  ),
  instructions: z.array(z.object({ kind: z.enum(['same', 'added', 'removed']), text: z.string() })),
});
export type PersonalityComparison = z.infer<typeof PersonalityComparison>;

export const PersonalityTemplate = z.object({
  id: z.string(),
  description: z.string(),
  content: PersonalityContent,
});
