/** What somebody may ask not to be done. */
const DONE =
  '(?:cancel(?:l?ing)?|delet(?:e|ing)|remov(?:e|ing)|book(?:ing)?|schedul(?:e|ing)|mak(?:e|ing)|mov(?:e|ing)|reschedul(?:e|ing)|postpon(?:e|ing)|chang(?:e|ing)|track(?:ing)?|transfer(?:ring)?|connect(?:ing)?|hang(?:ing)? up|complain(?:ing)?|(?:talk|speak)(?:ing)? (?:to|with) (?!an? (?:machine|robot|bot|computer|recording)|you\\b))';
/** What may stand between the denial and what is denied. */
const BETWEEN =
  '(?:(?:please|just|actually|ever|really|yet|want|wish|need|mean|like|going|you|me|to|be)\\s+){0,5}';
const NOT = "(?:not|n[’']?t)";
/**
 * “Do not cancel it”, “I never wanted to book”, “I would rather not move it”. Not “why don't you cancel it”, which
 * wants it, nor “I cannot cancel it here” and “you did not book it”, which complain.
 */
const DENIED = new RegExp(
  `(?<!\\b(?:why|you)\\s+)\\b(?:(?:do\\s*|must\\s*|should\\s*|would\\s*|am\\s+|i['’]m\\s+)${NOT}|did\\s*${NOT}(?=\\s+(?:want|wish|mean|need))|never(?:\\s+(?:wanted|meant|asked))?|(?:rather|better|please|and|but)\\s+not|not\\s+to|no\\s+need|nobody\\s+(?:is\\s+to|should|may))\\s+${BETWEEN}${DONE}\\b[^.!?,;]*?(?=[.!?,;]|\\bbut\\b|\\bjust\\b|\\binstead\\b|$)`,
  'gi',
);

/** “I don't have a complaint, …”: what somebody does not want, said before what they want. */
const UNWANTED =
  /\bi\s+(?:do\s*(?:not|n[’']?t)|have\s+no)\s+(?:(?:really|actually|even)\s+)*(?:(?:want|need|wish|mean)\b|(?:have\s+)?(?:an?y?\s+)?(?:complaint|problem|issue)s?\b)[^.!?,;]*?(?:[.!?,;]+|(?=\b(?:but|i (?:just|only)|just)\b))/gi;

/** What is left of a text that begins with what somebody does not want; the same text where it does not. */
export function behindUnwanted(text: string): string {
  return text.replace(UNWANTED, ' ').trim();
}

/** A text without what somebody asks not to be done; the same text where they ask for no such thing. */
export function withoutDenied(text: string): string {
  return text.replace(DENIED, ' ');
}
