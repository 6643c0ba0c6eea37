import type { BoardCall } from '../../../shared/api/calls/board.ts';
import type { CallEvent } from '../../../shared/calls/timeline.ts';
import type { AdmittedCall, LiveState } from '../contract.ts';
import { maskedNumber } from '../record/content.ts';

/** What of a card follows from the events of its call. */
export interface CardFacts
  extends Pick<BoardCall, 'step' | 'personality' | 'lastWords' | 'mood' | 'person' | 'trouble'> {
  waiting: { sinceMs: number; to: string; summary: string | null } | null;
}

export const NO_FACTS: CardFacts = {
  step: null,
  personality: null,
  lastWords: null,
  mood: null,
  person: null,
  trouble: null,
  waiting: null,
};

/** What a card shows after one more event. */
export function withEvent(facts: CardFacts, event: CallEvent): CardFacts {
  switch (event.kind) {
    case 'step':
      return { ...facts, step: event.title };
    case 'spoken': {
      const text = event.heard || event.text;
      const by = event.purpose === 'person' ? 'person' : 'agent';
      return text ? { ...facts, lastWords: { by, text, final: true } } : facts;
    }
    case 'heard': {
      const text = event.secret ? '•••' : event.text;
      return text ? { ...facts, lastWords: { by: 'caller', text, final: true } } : facts;
    }
    case 'turn':
      return { ...facts, mood: event.sentiment, personality: event.personality.name, trouble: null };
    case 'trouble':
      return { ...facts, trouble: event.detail };
    case 'transfer':
      return event.state === 'waiting'
        ? { ...facts, waiting: { sinceMs: event.atMs, to: event.to, summary: event.summary } }
        : event.state === 'asked'
          ? facts
          : { ...facts, waiting: null };
    case 'person':
      if (event.state === 'took-over') return { ...facts, person: event.actor, waiting: null };
      return event.state === 'left' && event.actor.id === facts.person?.id
        ? { ...facts, person: null }
        : facts;
    default:
      return facts;
  }
}

/** The card of a call in this process. */
export function cardOf(
  { call, startedAt }: { call: AdmittedCall; startedAt: Date },
  facts: CardFacts,
  { interim, floor }: LiveState,
): BoardCall {
  const { carrier, direction, from, to } = call.start;
  const { waiting, lastWords, ...rest } = facts;
  return {
    id: call.id,
    here: true,
    ringing: false,
    carrier,
    direction,
    // Whoever is outside is shown by the last digits alone.
    from: direction === 'inbound' ? maskedNumber(from) : from,
    to: direction === 'inbound' ? to : maskedNumber(to),
    flow: { name: call.flow.name, version: call.flow.version },
    testedBy: call.testedBy,
    startedAt: startedAt.toISOString(),
    floor,
    ...rest,
    lastWords: interim ? { by: 'caller', text: interim, final: false } : lastWords,
    waiting: waiting && {
      since: new Date(startedAt.getTime() + waiting.sinceMs).toISOString(),
      to: waiting.to,
      summary: waiting.summary,
    },
  };
}

/** Those that wait for a person first, longest first; then the oldest first, so that no card jumps as time goes on. */
export function inOrder(cards: readonly BoardCall[]): BoardCall[] {
  const rank = ({ waiting, startedAt, id }: BoardCall) =>
    `${waiting ? `0 ${waiting.since}` : `1 ${startedAt}`} ${id}`;
  return cards.toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1));
}
