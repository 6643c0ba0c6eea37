import { Language } from '../../../shared/api/common.ts';
import type { Personality, VoiceStatus } from '../../../shared/api/personalities.ts';
import { baseOf, speaks } from '../../../shared/speech/languages.ts';
import { makersInWords, makesVoicesFor, misfit } from '../../../shared/voices/misfit.ts';

type Cloner = VoiceStatus['engines'][number];
type Who = Pick<Personality, 'name' | 'languages'>;

/** What an engine's voice can speak, the personality's own languages first; empty where the engine does not say. */
export function languagesToChoose(engine: Cloner, { languages }: Who): string[] {
  const own = languages.filter((language) => speaks(engine, language));
  const named = (tag: string) => own.some((language) => language === tag || baseOf(language) === tag);
  return [...own, ...engine.languages.filter((tag) => !named(tag))];
}

/** The most preferred engine that makes voices for what the personality begins in, else the most preferred one. */
export function engineFor(engines: readonly Cloner[], { languages: [begins] }: Who): Cloner | undefined {
  return engines.find((engine) => begins === undefined || makesVoicesFor(engine, begins)) ?? engines[0];
}

/** What to know before a voice of this language is made: that it is not the personality's, and who could help. */
export function languageNote(
  personality: Who,
  { engine, engines, language }: { engine: Cloner; engines: readonly Cloner[]; language: string },
): string | null {
  const [begins] = personality.languages;
  if (begins === undefined || !Language.safeParse(language).success) return null;
  const problem = misfit(personality, { languages: [language] });
  if (problem === null || makesVoicesFor(engine, begins)) return problem;
  return `${problem} ${makersInWords(engines, begins)}`;
}
