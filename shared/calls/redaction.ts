import { z } from 'zod';

/**
 * What is taken out of a telephone call once it is over: nothing; personal data in the text; or that, and the sound of
 * it in the recording.
 */
export const CALL_REDACTIONS = ['off', 'text', 'text-and-audio'] as const;
export const CallRedaction = z.enum(CALL_REDACTIONS);
export type CallRedaction = z.infer<typeof CallRedaction>;

/** Kinds of personal data that are looked for; each is shown as its name in brackets. */
export const PERSONAL_KINDS = [
  'card number',
  'account number',
  'e-mail',
  'phone',
  'address',
  'name',
] as const;
export type PersonalKind = (typeof PERSONAL_KINDS)[number];
