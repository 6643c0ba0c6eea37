import type { AskedFor, CallerScript } from './scenario.ts';

/** Looked for in this order: “What name shall I book it under?” asks for a name, though it begins like an offer. */
const QUESTIONS: readonly [AskedFor, RegExp][] = [
  [
    'anything',
    /\b(anything|something) (else|more)\b|\bwhat else\b|\bwhat can i (do|help)|\bhow (can|may) i help/i,
  ],
  ['tracking-number', /\btracking (number|code)\b/i],
  ['order-number', /\border number\b|\bnumber of (your|the) order\b|\bwhich order\b/i],
  ['email', /\be-?mail\b/i],
  ['phone', /\b(tele)?phone\b|\bmobile\b|\bnumber (can|may|shall|do) (we|i)\b|\breach you\b/i],
  [
    'name',
    /\b(your|what|which|full|under|the) name\b|\bname (please|is it|was it|shall)\b|\bwho is it for\b/i,
  ],
  [
    'yes-no',
    /^(\W*(ok|so|just to check|and|then)\W+)?(shall|should|is (that|this|it)|are you sure|do you (really )?want|would you like me|does that|did you|can i|may i|right)\b|\b(is that|all) (right|correct|ok|okay)\b|\bdo you want (me )?to\b/i,
  ],
  [
    'service',
    /\b(what|which) (kind|sort|type|service|treatment)\b|\bwhat (is it|would you like|do you need it) for\b|\bwhat would you like (to have )?(done|booked|to book)\b|\bwhat do you need\b/i,
  ],
  [
    'time',
    /\b(what|which) (time|hour|of (them|these|those))\b|\btime (would|works|suits|shall|do you)\b|\bat what\b|\bwhich (one|would)\b/i,
  ],
  [
    'date',
    /\b(what|which|another|other) (day|date)\b|\bwhen (would|shall|do|should|can)\b|\bday (would|works|suits)\b|\bwhen is\b/i,
  ],
  ['yes-no', /^(would|do|are|is|does|did|can|could|have|has|was)\b/i],
];

/** What the agent's last question asks for; null when it asks nothing, or nothing that a caller knows. */
export function whatIsAsked(text: string): AskedFor | null {
  const questions =
    text.match(/[^.!?]*\?/g) ?? text.match(/[^.!?]*\b(please (tell|give)|tell me|give me)\b[^.!?]*/gi);
  const last = questions?.at(-1)?.trim();
  if (!last) return null;
  return QUESTIONS.find(([, pattern]) => pattern.test(last))?.[0] ?? null;
}

const BY_DEFAULT: Partial<Record<AskedFor, string>> = {
  'yes-no': 'Yes, please.',
  'order-number': 'I don’t know the number.',
  'tracking-number': 'I don’t have that.',
  email: 'I don’t have e-mail.',
};
const LEAVE = 'No, that’s all, thank you. Goodbye.';

/** Plays a caller: what it says next to what the agent said, and null once it has taken leave. */
export class Caller {
  readonly #script: CallerScript;
  readonly #given = new Map<AskedFor, number>();
  #turn = 0;
  #told = 0;
  #left = false;

  constructor(script: CallerScript) {
    this.#script = script;
  }

  /** @param heard what the agent said last; ignored for the opening. */
  next(heard: string): string | null {
    const turn = this.#turn++;
    if (turn === 0) return this.#script.opens;
    const interruption = this.#script.interrupts?.[turn];
    if (interruption !== undefined) return interruption;
    if (this.#left) return null;
    const asked = whatIsAsked(heard);
    if (asked && asked !== 'anything') return this.#answer(asked);
    return this.#nextWish(asked);
  }

  #answer(asked: AskedFor): string {
    const known = this.#script.answers?.[asked];
    if (known === undefined) return BY_DEFAULT[asked] ?? 'I don’t know.';
    if (typeof known === 'string') return known;
    const nth = this.#given.get(asked) ?? 0;
    this.#given.set(asked, nth + 1);
    return known[Math.min(nth, known.length - 1)]!;
  }

  #nextWish(asked: AskedFor | null): string {
    const wish = this.#script.wishes?.[this.#told++];
    if (wish !== undefined) return wish;
    this.#left = true;
    const known = asked === 'anything' ? this.#script.answers?.anything : undefined;
    return typeof known === 'string' ? known : LEAVE;
  }
}
