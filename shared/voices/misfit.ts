import { inWords, speaks } from '../speech/languages.ts';

/** Who or what speaks, in which languages. */
interface Speaker {
  name: string;
  languages: readonly string[];
}

/** Why a voice does not suit a personality; null where it speaks what the personality begins in. */
export function misfit({ name, languages }: Speaker, voice: Pick<Speaker, 'languages'>): string | null {
  const [begins] = languages;
  if (begins === undefined || speaks(voice, begins)) return null;
  const wanted = inWords([begins]);
  return `${name} begins in ${wanted}, but this voice speaks ${inWords(voice.languages)}: ${wanted} sounds wrong in it.`;
}

/** Whether an engine makes voices that speak a language; one that does not say which it knows may. */
export const makesVoicesFor = (engine: Pick<Speaker, 'languages'>, language: string): boolean =>
  engine.languages.length === 0 || speaks(engine, language);

const EITHER = new Intl.ListFormat('en', { type: 'disjunction' });

/** Which engines make voices that speak a language, as a sentence to act on. */
export function makersInWords(engines: readonly Speaker[], language: string): string {
  const able = engines.filter((engine) => makesVoicesFor(engine, language)).map(({ name }) => name);
  return able.length > 0
    ? `For ${inWords([language])} choose the engine ${EITHER.format(able)}.`
    : `No engine that is set up here makes voices that speak ${inWords([language])}.`;
}
