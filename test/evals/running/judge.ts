import type { ChatReply, ToolCall } from '../../../shared/api/chat.ts';
import type { BookedTime, Outcome } from './scenario.ts';

/** What a played conversation left behind. */
export interface Played {
  /** Everything the agent said, turn by turn. */
  said: readonly string[];
  toolAnswers: readonly { tool: string; answer: NonNullable<ToolCall['answer']> }[];
  actions: ChatReply['actions'];
  before: readonly BookedTime[];
  after: readonly BookedTime[];
  /** What became of the conversation: `circles` when the agent said the same again and again. */
  ended: 'ended' | 'circles' | 'endless';
  /** Answers that should have been spoken and were not. */
  unspoken: number;
}

/** What is otherwise than a scenario wants it; empty when it passed. */
export function complaints(outcome: Outcome, played: Played): string[] {
  const found: string[] = [];
  const words = played.said.join('\n');
  const gone = without(played.before, played.after);
  const booked = without(played.after, played.before);
  expectTimes('booked', outcome.booked ?? [], booked, found);
  expectTimes('gone', outcome.gone ?? [], gone, found);
  const orders = ordersFound(played);
  for (const number of outcome.ordersFound ?? [])
    if (!orders.has(number)) found.push(`order ${number} was not looked up`);
  for (const number of orders)
    if (!outcome.ordersFound?.includes(number)) found.push(`order ${number} was looked up unasked`);
  for (const tool of outcome.answered ?? []) {
    if (!played.toolAnswers.some((call) => call.tool === tool && call.answer.ok))
      found.push(`${tool} gave no answer`);
  }
  const transferred = played.actions.some(({ kind }) => kind === 'transfer');
  if (outcome.transferred !== 'either' && transferred !== (outcome.transferred ?? false))
    found.push(transferred ? 'passed on to somebody unasked' : 'not passed on to anybody');
  if (outcome.hungUp && !played.actions.some(({ kind }) => kind === 'hang-up')) found.push('did not hang up');
  for (const pattern of outcome.heard ?? []) if (!pattern.test(words)) found.push(`never said ${pattern}`);
  for (const pattern of outcome.notHeard ?? []) if (pattern.test(words)) found.push(`said ${pattern}`);
  if (played.said.some((text) => text.trim() === '')) found.push('said nothing in a turn');
  if (played.unspoken > 0) found.push(`${played.unspoken} answers were not spoken`);
  if (played.ended === 'circles') found.push('said the same thing again and again');
  if (played.ended === 'endless') found.push('the conversation did not come to an end');
  return found;
}

/** Numbers of the orders whose state some tool told. */
function ordersFound({ toolAnswers }: Played): Set<string> {
  const numbers = toolAnswers.flatMap(({ tool, answer }) =>
    /order|track|parcel|package/.test(tool) && answer.ok ? numbersIn(answer.result) : [],
  );
  return new Set(numbers);
}

function numbersIn(result: unknown): string[] {
  if (typeof result !== 'object' || result === null) return [];
  return Object.entries(result).flatMap(([key, value]) =>
    /^(order)?number$/i.test(key) && typeof value === 'string' ? [value] : numbersIn(value),
  );
}

function expectTimes(
  what: 'booked' | 'gone',
  wanted: readonly BookedTime[],
  actual: readonly BookedTime[],
  found: string[],
): void {
  const missing = wanted.filter((time) => !actual.some((other) => isSame(time, other)));
  const extra = actual.filter((time) => !wanted.some((other) => isSame(other, time)));
  for (const time of missing) found.push(`not ${what}: ${inWords(time)}`);
  for (const time of extra) found.push(`${what} without being wanted: ${inWords(time)}`);
}

/** Times of `all` that are not among `others`. */
function without(all: readonly BookedTime[], others: readonly BookedTime[]): BookedTime[] {
  return all.filter((time) => !others.some((other) => isSame(time, other)));
}

/** A phone number counts only where it is wanted. */
function isSame(wanted: BookedTime, actual: BookedTime): boolean {
  return (
    wanted.at === actual.at &&
    wanted.service.toLowerCase() === actual.service.toLowerCase() &&
    wanted.name.toLowerCase() === actual.name.toLowerCase() &&
    (wanted.phone === undefined || digits(wanted.phone) === digits(actual.phone))
  );
}

function digits(phone: string | undefined): string {
  return (phone ?? '').replaceAll(/\D/g, '');
}

function inWords({ service, at, name, phone }: BookedTime): string {
  return `${service}, ${at}, ${name}${phone ? `, ${phone}` : ''}`;
}
