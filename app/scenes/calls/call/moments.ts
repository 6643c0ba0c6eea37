import { LATENCY_STAGES } from '../../../../shared/calls/latencyStages.ts';
import type { CallEvent, CallEventOf, TurnLatency } from '../../../../shared/calls/timeline.ts';
import type { CallDetail } from '../../../api/calls.ts';
import type { WaveformMarker } from '../../../components/WaveformMarkers.tsx';
import { intentInWords } from '../timeline/looks.tsx';
import { noteOf } from '../timeline/wordsOf.ts';

export type SaidEvent = CallEventOf<'spoken'> | CallEventOf<'heard'>;

export const isSaid = (event: CallEvent): event is SaidEvent =>
  event.kind === 'spoken' || event.kind === 'heard';

/** The level of both parties, 0 to 1, one value for each 100 ms. */
export function readPeaks(base64: string | null): { caller: number[]; agent: number[] } {
  const bytes = base64 === null ? [] : Array.from(atob(base64), (char) => char.charCodeAt(0) / 255);
  return {
    caller: bytes.filter((_, index) => index % 2 === 0),
    agent: bytes.filter((_, index) => index % 2 === 1),
  };
}

/** What was said at a moment: the line that sounds, the last one before it in a silence. */
export function lineAt(events: readonly CallEvent[], atMs: number): SaidEvent | null {
  let found: SaidEvent | null = null;
  for (const event of events) {
    if (!isSaid(event) || event.atMs > atMs) continue;
    // Of two that sound at once, the one that began last.
    if (!found || event.atMs >= found.atMs) found = event;
  }
  return found;
}

const PINNED = new Set<CallEvent['kind']>([
  'tool',
  'turn',
  'barge-in',
  'transfer',
  'person',
  'trouble',
  'collected',
  'satisfaction',
]);

function pinWords(event: CallEvent): string {
  if (event.kind !== 'turn') return noteOf(event) ?? event.kind;
  const mood = event.sentiment.label === 'neutral' ? '' : `, ${event.sentiment.label}`;
  return `${intentInWords(event.intent)}${mood}`;
}

/** What is pinned over the waveform: tools, intents with their mood, interruptions, people, trouble. */
export function markersOf(events: readonly CallEvent[]): WaveformMarker[] {
  return events.flatMap((event, index) =>
    PINNED.has(event.kind)
      ? [
          {
            id: String(index),
            startMs: event.atMs,
            label: pinWords(event),
            done: event.kind === 'tool' ? event.ok : event.kind === 'collected',
            ...(event.kind === 'trouble' || (event.kind === 'tool' && !event.ok)
              ? { tone: 'bad' as const }
              : {}),
          },
        ]
      : [],
  );
}

/** Answers that were heard, a personality's and the flow's, with the time each stage took. */
export const timedTurns = (events: readonly CallEvent[]) =>
  events.flatMap((event) =>
    (event.kind === 'turn' || event.kind === 'answered') && event.latency
      ? [{ turnId: event.turnId, atMs: event.atMs, latency: event.latency }]
      : [],
  );

export const wholeMs = (latency: TurnLatency): number =>
  LATENCY_STAGES.reduce((sum, stage) => sum + latency[stage], 0);

/** Where the axis of a call ends, in ms. */
export const axisOf = ({ durationMs, recording, events }: CallDetail): number =>
  Math.max(1000, durationMs ?? 0, recording?.durationMs ?? 0, events.at(-1)?.atMs ?? 0);
