import type { EmphasisLevel } from '../../../shared/speech/vocabulary.ts';
import { isSpoken, type Token } from '../../speech/plan/plan.ts';
import { joinTokens } from '../../speech/remote/batches.ts';
import { element, type SsmlDialect, ssmlOf } from '../../speech/remote/ssml.ts';

/**
 * Tokens as Google's SSML; with marks, one named by the token's number stands before each that has a sound.
 * `emphasis` is that of the whole text.
 */
export function googleSsml(tokens: readonly Token[], marks: boolean, emphasis: EmphasisLevel): string {
  let number = 0;
  const words = joinTokens(tokens, (token) => {
    const mark = marks && isSpoken(token.text) ? `<mark name="${number}"/>` : '';
    number++;
    return mark + ssmlOf([token], dialectFor(token.text));
  });
  return element('speak', {}, emphasis === 'none' ? words : element('emphasis', { level: emphasis }, words));
}

/** Google's `say-as` has no digits, which sound like characters, and wants the form of dates and times. */
const dialectFor = (text: string): SsmlDialect => ({
  emphasis: true,
  sayAs(interpretAs, format) {
    if (interpretAs === 'digits') return { interpretAs: 'characters' };
    if (interpretAs === 'date') return { interpretAs, format: format ?? usualDate(text) };
    if (interpretAs === 'time')
      return { interpretAs, format: format ?? (/[ap]\.?m/i.test(text) ? 'hms12' : 'hms24') };
    return { interpretAs, format };
  },
  phoneme: (phoneme) => phoneme,
});

/** The same guess as where we read dates ourselves. */
function usualDate(text: string): string {
  const fields = text.match(/\d+/g)?.length ?? 0;
  if (/^\s*\d{4}/.test(text)) return 'ymd';
  return fields === 3 ? 'mdy' : 'md';
}
