import type { Expectation } from './patience.ts';

/** Sounds of somebody who listens. */
const LISTENING = new Set(['ah', 'aha', 'hm', 'hmm', 'mhm', 'mm', 'mmhm', 'oh', 'uh', 'uhhuh', 'um']);
/** Words that are attention while we speak, and an answer when we asked. */
const AGREEING = new Set([
  'alright',
  'cool',
  'fine',
  'good',
  'great',
  'i',
  'nice',
  'ok',
  'okay',
  'right',
  'see',
  'sure',
  'thanks',
  'yeah',
  'yep',
  'yes',
]);
/** How people close what they have said, which says nothing new; also so far as it was understood yet. */
const COURTEOUS = /\b(?:thank(?: you(?: (?:very|so)(?: much)?)?)?|please)(?= |$)/g;
const APPROVED = '(?:fine|right|great|good|correct|perfect|ok|okay|lovely|wonderful)';
const APPROVING = new RegExp(
  `\\b(?:that(?:'?s| is| would(?: be)?| will(?: be)?|'?ll(?: be)?)?|sounds|of)(?: (?:${APPROVED}|course)(?= |$)|$)`,
  'g',
);
const MOST_WORDS = 3;

/** Whether words say no more than “I am listening”: attention, not a turn. No words at all are none either. */
export function isBackChannel(words: string, expects: Expectation): boolean {
  const spoken = words
    .toLowerCase()
    .replaceAll('’', "'")
    .replaceAll(/[^\p{L}\s'-]/gu, '')
    .replaceAll(COURTEOUS, '')
    .replaceAll(APPROVING, expects === 'yes-no' ? '$&' : '')
    .replaceAll(/\b(u+h|m+)[ -]?huh\b/g, 'uhhuh')
    .replaceAll(/['-]/g, '')
    .split(/\s+/)
    .filter((word) => word !== '');
  if (spoken.length > MOST_WORDS) return false;
  return spoken.every(
    (word) =>
      LISTENING.has(word) ||
      /^(?:m+h*m*|u+h*|h+m+)$/.test(word) ||
      (expects !== 'yes-no' && AGREEING.has(word)),
  );
}
