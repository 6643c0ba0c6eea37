import type { CallEvent } from '../../shared/calls/timeline.ts';

const wordsOf = (text: string) => text.toLowerCase().split(/\s+/);

/** Whether one begins as the other did: two words are the same, or all there are. */
function goesOn(before: string, after: string): boolean {
  const [a, b] = [wordsOf(before), wordsOf(after)];
  return a.slice(0, 2).every((word, index) => word === b[index]);
}

/**
 * The events of a call as a caller reads them. Who pauses and goes on before anything was answered is understood anew,
 * from where they began: the last of it stands for all.
 */
export function heardLines(events: readonly CallEvent[]): CallEvent[] {
  const lines: CallEvent[] = [];
  for (const event of events) {
    const before = lines.at(-1);
    const replaces =
      event.kind === 'heard' &&
      before?.kind === 'heard' &&
      !event.keys &&
      !before.keys &&
      goesOn(before.text, event.text);
    if (replaces) lines.pop();
    lines.push(event);
  }
  return lines;
}
