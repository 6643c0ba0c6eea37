import type { CallEnd, CallEvent } from '../../../shared/calls/timeline.ts';
import type { Intent } from '../../../shared/dialogue/intents.ts';

/** What somebody calls for; the other intents are what conversations consist of anyway. */
const TASKS: ReadonlySet<Intent> = new Set([
  'order-status',
  'track-package',
  'book-appointment',
  'reschedule-appointment',
  'cancel-appointment',
  'check-availability',
  'business-hours',
  'faq',
  'product-search',
]);
/** What says that the answer before was no help. */
const NO_HELP: ReadonlySet<Intent> = new Set(['none', 'repeat', 'deny', 'abuse', 'person']);
/** These ends mean that a caller was given to somebody, or up. */
const UNRESOLVED: ReadonlySet<CallEnd> = new Set(['gave-up', 'transferred', 'voicemail', 'failed']);
/** These say nothing about what came of the call. */
const UNKNOWN: ReadonlySet<CallEnd> = new Set(['lost', 'refused', 'drained']);

/** What is known of a call by what has happened on it; small, so that it is carried along instead of the events. */
export interface CallSoFar {
  lastMs: number;
  turns: number;
  intents: Partial<Record<Intent, number>>;
  sentimentSum: number;
  satisfaction: number | null;
  /** Somebody wanted a person, or a person joined. */
  person: boolean;
  /** The last thing that was wanted: nothing yet, answered, not answered. */
  task: 'none' | 'answered' | 'open';
  personality: { id: string | null; name: string } | null;
}

/** A call on which nothing has happened. */
export const nothingYet = (): CallSoFar => ({
  lastMs: 0,
  turns: 0,
  intents: {},
  sentimentSum: 0,
  satisfaction: null,
  person: false,
  task: 'none',
  personality: null,
});

/** Takes one more event into account, in place. */
export function count(so: CallSoFar, event: CallEvent): void {
  so.lastMs = Math.max(so.lastMs, 'endMs' in event ? event.endMs : event.atMs);
  switch (event.kind) {
    case 'turn':
      so.turns++;
      so.intents[event.intent] = (so.intents[event.intent] ?? 0) + 1;
      so.sentimentSum += event.sentiment.score;
      so.personality = { id: event.personality.id, name: event.personality.name };
      // A turn is told once its answer was heard.
      if (TASKS.has(event.intent)) so.task = event.interrupted ? 'open' : 'answered';
      else if (NO_HELP.has(event.intent) && so.task === 'answered') so.task = 'open';
      else if ((event.intent === 'provide' || event.intent === 'confirm') && so.task === 'open')
        so.task = 'answered';
      break;
    case 'tool':
      if (!event.ok) so.task = 'open';
      break;
    case 'transfer':
      so.person = true;
      break;
    case 'person':
      if (event.state === 'took-over') so.person = true;
      break;
    case 'satisfaction':
      so.satisfaction = event.score;
      break;
  }
}

/** What is kept of a call in figures once it is over. */
export interface CallSummary {
  turnCount: number;
  topIntent: Intent | null;
  sentimentScore: number | null;
  satisfaction: number | null;
  contained: boolean | null;
  resolved: boolean | null;
}

/**
 * The figures of a call that is over. `contained`: no person was needed, asked for or left a message; null where
 * nobody can say. `resolved`: what was wanted last was answered and not objected to; null where nothing was wanted.
 */
export function summarise(so: CallSoFar, end: CallEnd): CallSummary {
  const wanted = Object.entries(so.intents) as [Intent, number][];
  const most = (among: [Intent, number][]) =>
    among.reduce<[Intent, number] | null>((best, one) => (best && best[1] >= one[1] ? best : one), null);
  const top = most(wanted.filter(([intent]) => TASKS.has(intent) || intent === 'person')) ?? most(wanted);
  return {
    turnCount: so.turns,
    topIntent: top?.[0] ?? null,
    sentimentScore: so.turns === 0 ? null : so.sentimentSum / so.turns,
    satisfaction: so.satisfaction,
    contained: UNKNOWN.has(end) ? null : !so.person && !UNRESOLVED.has(end),
    resolved: UNKNOWN.has(end) || so.task === 'none' ? null : so.task === 'answered' && !UNRESOLVED.has(end),
  };
}
