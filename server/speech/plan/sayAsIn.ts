import { SAY_AS } from '../../../shared/markup/elements.ts';
import { sayAsEnglish } from './sayAs.ts';

/** What of `say-as` an engine that reads numbers itself can be brought to say; the rest is only written out in English. */
const SAY_AS_EVERYWHERE = ['characters', 'digits', 'cardinal', 'telephone'];

/** What of `say-as` works in a language, where espeak-ng reads the text. */
export function sayAsOf(language: string): string[] {
  return isEnglish(language) ? [...SAY_AS] : SAY_AS_EVERYWHERE;
}

/** What is read out for a `<say-as>`, for engines that read text with espeak-ng; null when the text is not what it is said to be. */
export function sayAsIn(
  language: string,
  text: string,
  interpretAs: string,
  format: string | undefined,
): string | null {
  return isEnglish(language)
    ? sayAsEnglish(text, interpretAs, format)
    : inAnyLanguage(text.trim(), interpretAs);
}

const isEnglish = (language: string) => /^en(-|$)/i.test(language);

/** The engine itself reads single letters, digits and numbers in the voice's language. */
function inAnyLanguage(text: string, interpretAs: string): string | null {
  if (interpretAs === 'characters') return [...text.replace(/\s/g, '')].join(' ') || null;
  if (interpretAs === 'cardinal') {
    const plain = text.replace(/(?<=\d)[\s.,'’](?=\d{3}(?!\d))/g, '');
    return /^-?\d+([.,]\d+)?$/.test(plain) ? plain : null;
  }
  const groups = interpretAs === 'telephone' ? text.split(/[\s().\-/]+/) : [text.replace(/\D/g, '')];
  if (!/\d/.test(text) || (interpretAs === 'telephone' && !/^[+\d\s().\-/]+$/.test(text))) return null;
  return groups
    .filter(Boolean)
    .map((group) => [...group].join(' '))
    .join(', ');
}
