import { z } from 'zod';
import { Language } from '../../../shared/api/common.ts';
import type { Voice } from '../../../shared/api/voices.ts';
import { capabilitiesOf, familyOf } from './families.ts';

/** The answer to `GET /v1/voices`. */
export const VoiceListing = z.object({
  voices: z
    .array(
      z.object({
        languageCodes: z.array(z.string()),
        name: z.string(),
        ssmlGender: z.string().optional(),
        naturalSampleRateHertz: z.number().int().positive().optional(),
      }),
    )
    .optional(),
});
type Listed = NonNullable<z.infer<typeof VoiceListing>['voices']>[number];

const GENDERS: Readonly<Record<string, Voice['gender']>> = { FEMALE: 'female', MALE: 'male' };
const USUAL_RATE_HZ = 24_000;

/**
 * A listed voice as we know it; nothing for one whose name does not begin with a language it says it speaks: another
 * variant of the language stands in for it there, or it needs a model to be chosen with it.
 */
export function voiceOf({ name, languageCodes, ssmlGender, naturalSampleRateHertz }: Listed): Voice[] {
  const languages = languageCodes.filter((code) => Language.safeParse(code).success);
  const own = languages.find((code) => name.toLowerCase().startsWith(`${code.toLowerCase()}-`));
  if (!own) return [];
  const family = familyOf(name);
  return [
    {
      id: `google:${name}`,
      name: `${name.slice(own.length + 1).replaceAll('-', ' ')} (${own})`,
      engine: 'google',
      // The voice's own variant first: it is the one that is asked for.
      languages: [own, ...languages.filter((code) => code !== own)],
      gender: GENDERS[ssmlGender ?? ''] ?? 'neutral',
      kind: 'cloud',
      description: `A voice of Google Cloud${family.name === 'Other' ? '' : `, family ${family.name}`}.`,
      licence: 'Google Cloud Terms of Service; Google bills by the character',
      sampleRateHz: naturalSampleRateHertz ?? USUAL_RATE_HZ,
      capabilities: capabilitiesOf(family, own.toLowerCase().startsWith('en')),
    },
  ];
}
