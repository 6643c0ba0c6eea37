import { z } from 'zod';
import { Language, text } from '../api/common.ts';

/** The longest word or phrase of an entry, and the longest way to say it, in characters. */
export const MAX_ENTRY_CHARACTERS = 100;

/** How a word or phrase is said: written as it sounds, or in sounds of the IPA, or both for engines without them. */
export const DictionaryEntry = z
  .strictObject({
    phrase: text(1, MAX_ENTRY_CHARACTERS)
      .trim()
      .refine((phrase) => /[\p{L}\p{N}]/u.test(phrase), 'needs a letter or a digit')
      .describe('Word or phrase as it stands in a text'),
    alias: text(1, MAX_ENTRY_CHARACTERS)
      .trim()
      .refine((alias) => /[\p{L}\p{N}]/u.test(alias), 'needs a letter or a digit')
      .optional()
      .describe('Said instead, written as it sounds'),
    phoneme: text(1, 200)
      .trim()
      .optional()
      .describe(
        'Its sounds in the International Phonetic Alphabet; voices that cannot read it say the alias',
      ),
    language: Language.optional().describe('Only in texts of it; `en` counts for en-US too. Absent: in all'),
    caseSensitive: z.boolean().default(false),
    engines: z
      .array(z.string().min(1).max(60))
      .min(1)
      .max(20)
      .optional()
      .describe('Only for these engines; absent: for all'),
  })
  .refine((entry) => entry.alias !== undefined || entry.phoneme !== undefined, {
    error: 'needs an alias or a phoneme',
    path: ['alias'],
  });
export type DictionaryEntry = z.infer<typeof DictionaryEntry>;
