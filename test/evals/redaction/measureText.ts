import { redactEvents } from '../../../server/calls/record/redaction/redactEvents.ts';
import type { CallEvent } from '../../../shared/calls/timeline.ts';
import type { PlantedItem } from './plantedItems.ts';

/** What became of one line. */
export interface RedactedItem extends PlantedItem {
  /** The line as it is kept. */
  kept: string;
  /** Nothing of what identifies somebody is left; of a harmless line: nothing was taken out. */
  right: boolean;
}

/** Each line as a call of its own, redacted as calls are: the question was spoken, the line was heard. */
export function measureText(items: readonly PlantedItem[]): RedactedItem[] {
  return items.map((item) => {
    const { events, hidden } = redactEvents(eventsOf(item));
    const heard = events.at(-1)!;
    const found = hidden.find(({ party }) => party === 'caller')?.found ?? [];
    const kept = heard.kind === 'heard' ? heard.text : '';
    return { ...item, kept, right: item.kind === 'harmless' ? found.length === 0 : isGone(item, found) };
  });
}

/** The events of a call on which somebody is asked and says the line. */
function eventsOf({ asked, text }: PlantedItem): CallEvent[] {
  const spoken: CallEvent = {
    kind: 'spoken',
    atMs: 0,
    endMs: 1000,
    text: asked,
    heard: asked,
    whole: true,
    purpose: 'answer',
    source: { kind: 'voice', voiceId: 'flite:slt', voiceName: 'Slt', engineId: 'flite', instead: null },
    turnId: null,
  };
  const heard: CallEvent = {
    kind: 'heard',
    atMs: 1500,
    endMs: 5000,
    text,
    confidence: 0.9,
    engineId: 'soundswallower',
    keys: false,
    secret: false,
  };
  return asked ? [spoken, heard] : [heard];
}

/** Whether no letter and no figure of a planted place is left. */
function isGone({ text, spans }: PlantedItem, found: readonly { from: number; to: number }[]): boolean {
  return spans.every(({ from, to }) =>
    [...text.slice(from, to)].every(
      (sign, i) =>
        !/[\p{L}\p{N}]/u.test(sign) || found.some((one) => one.from <= from + i && from + i < one.to),
    ),
  );
}
