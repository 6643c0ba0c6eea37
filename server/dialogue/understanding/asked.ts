/**
 * What the agent asked last, as far as it tells what a short answer means. `yes-no`: a question to be confirmed;
 * `hand-over`: whether to connect a person; `anything`: nothing in particular.
 */
export const ASKED = [
  'order-number',
  'tracking-number',
  'confirmation-code',
  'service',
  'date',
  'time',
  'name',
  'phone',
  'email',
  'yes-no',
  'hand-over',
  'anything',
] as const;
export type Asked = (typeof ASKED)[number];

/** In this order: the first that fits the last question is what was asked. */
const QUESTIONS: readonly [RegExp, Asked][] = [
  [
    /\b(connect|transfer|put) you\b|\b(speak|talk) (to|with) (a|some) ?(person|human|colleague|body|one)\b|\ba person\b.*\?/,
    'hand-over',
  ],
  [/\btracking number\b/, 'tracking-number'],
  [/\border number\b|\bnumber of (the|your) order\b|\bwhich order\b/, 'order-number'],
  [/\bname\b.*\bconfirmation code\b|\b(what|which|your|full) name\b/, 'name'],
  [/\bconfirmation code\b/, 'confirmation-code'],
  [/\be-?mail\b/, 'email'],
  [/\b(phone|telephone|mobile|cell) number\b|\bnumber (can|may) we (call|reach)\b/, 'phone'],
  [
    /\b(shall|should|may) i\b|\b(is|was) (that|this) (right|correct|ok|okay)\b|\bdo you want me to\b|\bwould you like me to\b|\bdid you mean\b/,
    'yes-no',
  ],
  [/\bname\b/, 'name'],
  [
    /\bwhat time\b|\bwhich time\b|\bwhich (one )?(of these |of those )?(suits|works|would you)\b|\bwhen (on|that day)\b/,
    'time',
  ],
  [/\b(what|which) (day|date)\b|\bwhen (would|should|shall|do|can)\b|\bwhat day\b/, 'date'],
  [
    /\b(what|which) (service|kind|type)\b|\bwhat (would you like to book|is it for|is the appointment for)\b/,
    'service',
  ],
  [/^\s*(would|do|does|did|are|is that|is this|shall|should)\b/, 'yes-no'],
];

/**
 * What an agent's words ask for, by their last question: so that an answer is understood whoever asked, a model
 * too. `anything` where there is no question.
 */
export function askedIn(agentText: string | null | undefined): Asked {
  const question = agentText
    ?.toLowerCase()
    .match(/[^.!?]*\?/g)
    ?.at(-1);
  if (!question) return 'anything';
  return QUESTIONS.find(([pattern]) => pattern.test(question))?.[1] ?? 'anything';
}
