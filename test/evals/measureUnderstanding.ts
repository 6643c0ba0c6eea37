import { z } from 'zod';
import { ASKED, type Asked } from '../../server/dialogue/understanding/asked.ts';
import { readProduct } from '../../server/dialogue/understanding/entities/product.ts';
import { readService } from '../../server/dialogue/understanding/entities/service.ts';
import { readSlots } from '../../server/dialogue/understanding/slots.ts';
import { understand } from '../../server/dialogue/understanding/understand.ts';
import { Intent } from '../../shared/dialogue/intents.ts';
import { SERVICES, TIME_ZONE } from './running/usualWorld.ts';

/** One line of a set of labelled utterances. */
export const LabelledUtterance = z.object({
  text: z.string(),
  intent: Intent,
  asked: z.enum(ASKED).optional(),
  slots: z.record(z.string(), z.string()).optional(),
});
export type LabelledUtterance = z.infer<typeof LabelledUtterance>;

/** Intents that make the agent do something; an utterance out of the domain taken for one is a mistake that shows. */
const COMMANDS: ReadonlySet<Intent> = new Set([
  'order-status',
  'track-package',
  'book-appointment',
  'reschedule-appointment',
  'cancel-appointment',
  'check-availability',
  'business-hours',
  'faq',
  'product-search',
  'person',
]);
/** Wednesday, ten in the morning in London: what relative days are meant by. */
const NOW = new Date('2026-03-04T10:00:00Z');

export interface Measured {
  /** Utterances in the domain, and how many were given their intent. */
  inDomain: { count: number; right: number };
  /** Utterances out of it: taken for `none`, and not taken for a command. */
  outside: { count: number; none: number; noCommand: number };
  byIntent: Partial<Record<Intent, { count: number; right: number }>>;
  slots: Record<string, { count: number; right: number }>;
  /** What was taken for something else, most frequent first: `cancel-appointment → deny`. */
  confusions: { pair: string; count: number; texts: string[] }[];
  /** Slots that were read otherwise. */
  misread: { text: string; slot: string; wanted: string; read: string | null }[];
}

/** How well intents and slots of labelled utterances are understood. */
export function measureUnderstanding(lines: readonly LabelledUtterance[]): Measured {
  const measured: Measured = {
    inDomain: { count: 0, right: 0 },
    outside: { count: 0, none: 0, noCommand: 0 },
    byIntent: {},
    slots: {},
    confusions: [],
    misread: [],
  };
  const pairs = new Map<string, string[]>();
  for (const line of lines) {
    const { intent } = understand(line.text, { asked: line.asked });
    const right = intent === line.intent;
    if (line.intent === 'none') {
      measured.outside.count += 1;
      if (right) measured.outside.none += 1;
      if (!COMMANDS.has(intent)) measured.outside.noCommand += 1;
    } else {
      measured.inDomain.count += 1;
      if (right) measured.inDomain.right += 1;
    }
    const entry = measured.byIntent[line.intent] ?? { count: 0, right: 0 };
    measured.byIntent[line.intent] = entry;
    entry.count += 1;
    if (right) entry.right += 1;
    else {
      const pair = `${line.intent} → ${intent}`;
      pairs.set(pair, [...(pairs.get(pair) ?? []), line.text]);
    }
    measureSlots(line, measured);
  }
  measured.confusions = [...pairs]
    .map(([pair, texts]) => ({ pair, count: texts.length, texts }))
    .sort((one, other) => other.count - one.count);
  return measured;
}

function measureSlots({ text, asked, slots }: LabelledUtterance, measured: Measured): void {
  const read = slotsOf(text, asked);
  for (const [slot, wanted] of Object.entries(slots ?? {})) {
    const entry = measured.slots[slot] ?? { count: 0, right: 0 };
    measured.slots[slot] = entry;
    entry.count += 1;
    const found = read[slot] ?? null;
    if (found !== null && same(slot, found, wanted)) entry.right += 1;
    else measured.misread.push({ text, slot, wanted, read: found });
  }
}

function slotsOf(text: string, asked: Asked | undefined): Record<string, string | undefined> {
  const { when, ...said } = readSlots(text, { asked, now: NOW, timeZone: TIME_ZONE });
  return {
    ...said,
    date: when.day?.from,
    time: when.at ?? when.after ?? when.before,
    service: readService(text, SERVICES, asked === 'service')?.name,
    product: readProduct(text)?.query,
  };
}

function same(slot: string, found: string, wanted: string): boolean {
  const plain = (text: string) => text.toLowerCase().replaceAll(/[^\p{L}\p{N}@.]/gu, '');
  // The words of a product are searched for: one that is there is enough to find it.
  return slot === 'product'
    ? plain(found).includes(plain(wanted)) || plain(wanted).includes(plain(found))
    : plain(found) === plain(wanted);
}
