import { wordsOf } from '../../../dialogue/understanding/words.ts';

const NO =
  /^(?:(?:uh|um|well|oh|sorry) )*(?:no|nope|nah|not|wrong|incorrect|false|that is (?:not|wrong|incorrect)|it is (?:not|wrong)|nein|falsch|non|faux|incorrecto)\b/;
const YES =
  /^(?:(?:uh|um|well|oh) )*(?:yes|yeah|yep|yup|sure|ok|okay|right|correct|exactly|absolutely|perfect|true|fine|(?:that|it|this) is (?:it|right|correct|fine|good)|that works|mhm|mm hmm|uh huh|ja|genau|richtig|stimmt|oui|exact|sí|si|correcto|claro)\b/;
const AGAIN =
  /\b(?:repeat|(?:say|play) (?:that|it|this|them) again|once more|one more time|(?:what|pardon|sorry) (?:was|were|did you say|are)\b|pardon|come again|noch einmal|wiederholen|otra vez|repetir|répéter)\b/;

/** Whether a short answer is a yes or a no; by keys 1 is yes and 2 is no. Null where it is neither. */
export function readYesNo(text: string, keys: boolean): 'yes' | 'no' | null {
  if (keys) return text === '1' ? 'yes' : text === '2' ? 'no' : null;
  const plain = wordsOf(text).join(' ');
  if (NO.test(plain)) return 'no';
  return YES.test(plain) ? 'yes' : null;
}

/** Whether somebody wants to hear the same once more. */
export function wantsRepeat(text: string): boolean {
  return AGAIN.test(wordsOf(text).join(' '));
}
