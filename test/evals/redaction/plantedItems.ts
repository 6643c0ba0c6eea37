import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** What a line holds; `harmless`: nothing of anybody. */
export const PLANTED_KINDS = ['name', 'card', 'account', 'e-mail', 'phone', 'address'] as const;
type PlantedKind = (typeof PLANTED_KINDS)[number];

export const HALVES = ['tuning', 'heldOut'] as const;
type Half = (typeof HALVES)[number];

/** A line of a call, and where in it somebody is identified. */
export interface PlantedItem {
  half: Half;
  kind: PlantedKind | 'harmless';
  /** What the other side said just before; empty where it does not matter. */
  asked: string;
  text: string;
  /** From one character to before another. */
  spans: { from: number; to: number }[];
}

const Line = z.strictObject({
  kind: z.enum([...PLANTED_KINDS, 'harmless']),
  asked: z.string().optional(),
  text: z.string().min(1),
});

/** Both halves of the planted items, in the order of their files. */
export function readPlantedItems(): PlantedItem[] {
  return HALVES.flatMap((half) =>
    readFileSync(new URL(`./${half}.jsonl`, import.meta.url), 'utf8')
      .trim()
      .split('\n')
      .map((line) => {
        const { kind, asked = '', text: marked } = Line.parse(JSON.parse(line));
        return { half, kind, asked, ...unmarked(marked) };
      }),
  );
}

function unmarked(marked: string): Pick<PlantedItem, 'text' | 'spans'> {
  const spans: PlantedItem['spans'] = [];
  let text = '';
  for (const part of marked.split(/(\[[^\]]*\])/)) {
    const planted = /^\[(.*)\]$/.exec(part)?.[1];
    if (planted !== undefined) spans.push({ from: text.length, to: text.length + planted.length });
    text += planted ?? part;
  }
  return { text, spans };
}
