import { expect, test } from 'vitest';
import { HARMLESS_LINES, plantedCalls } from '../../../../test/support/plantedCalls.ts';
import { PLANTED_LINES } from '../../../../test/support/plantedLines.ts';
import { findPersonal, newReading } from './findPersonal.ts';
import { withoutFound } from './found.ts';

const redacted = (text: string, before = '') => {
  const reading = { ...newReading(), before };
  return withoutFound(text, findPersonal(text, reading));
};

test('at least 95 of 100 planted items are found whole, of every kind, in what is written and what is said', () => {
  const calls = plantedCalls(120, 7);
  const byKind = new Map<string, { planted: number; found: number }>();
  const missed: string[] = [];
  for (const lines of calls) {
    const reading = newReading();
    for (const { text, planted } of lines) {
      const found = findPersonal(text, reading);
      for (const { kind, value } of planted) {
        const from = text.indexOf(value);
        expect(from).toBeGreaterThanOrEqual(0);
        const covered = [...value].every(
          (sign, i) =>
            !/[\p{L}\p{N}]/u.test(sign) || found.some((one) => one.from <= from + i && from + i < one.to),
        );
        const sum = byKind.get(kind) ?? { planted: 0, found: 0 };
        byKind.set(kind, { planted: sum.planted + 1, found: sum.found + Number(covered) });
        if (!covered) missed.push(`${kind}: ${value} — ${withoutFound(text, found)}`);
      }
      reading.before = text;
    }
  }
  const all = [...byKind.values()].reduce((a, b) => ({
    planted: a.planted + b.planted,
    found: a.found + b.found,
  }));
  expect(all.planted).toBeGreaterThan(400);
  expect(byKind.size).toBe(6);
  for (const [kind, { planted, found }] of byKind)
    expect([kind, found / planted > 0.93]).toEqual([kind, true]);
  expect(all.found / all.planted).toBeGreaterThanOrEqual(0.95);
});

test('of lines that were written by hand nearly all items are found', () => {
  const missed: string[] = [];
  let planted = 0;
  for (const line of PLANTED_LINES) {
    const items: [number, number][] = [];
    let text = '';
    for (const part of line.split(/(\[\[.*?\]\])/)) {
      const item = /^\[\[(.*)\]\]$/.exec(part)?.[1];
      if (item !== undefined) items.push([text.length, text.length + item.length]);
      text += item ?? part;
    }
    const found = findPersonal(text, newReading());
    for (const [from, to] of items) {
      planted++;
      const bare = [...text.slice(from, to)].some(
        (sign, i) =>
          /[\p{L}\p{N}]/u.test(sign) && !found.some((one) => one.from <= from + i && from + i < one.to),
      );
      if (bare) missed.push(withoutFound(text, found));
    }
  }
  expect(planted).toBeGreaterThanOrEqual(48);
  expect(1 - missed.length / planted).toBeGreaterThanOrEqual(0.95);
});

test('what is harmless stays as it is', () => {
  const changed = HARMLESS_LINES.map((line) => redacted(line)).filter(
    (line, n) => line !== HARMLESS_LINES[n],
  );
  expect(changed.length / HARMLESS_LINES.length).toBeLessThanOrEqual(0.02);
});

test.each([
  ['You can reach me at five five five oh one two three, thanks.', 'You can reach me at [phone], thanks.'],
  [
    'my visa is four one one one double one one one one one one one one one one one',
    'my visa is [card number]',
  ],
  ['It is jane dot doe at example dot com.', 'It is [e-mail].'],
  ['jane.doe@example.co.uk', '[e-mail]'],
  ['My IBAN is DE89 3704 0044 0532 0130 00.', 'My IBAN is [account number].'],
  ['Ich wohne in der Hauptstraße 12 b.', 'Ich wohne in der [address].'],
  ['i live at twelve maple street apartment four b', 'i live at [address]'],
  [
    'The order is 10 47 and it cost $1,299.00 on 2026-11-20.',
    'The order is 10 47 and it cost $1,299.00 on 2026-11-20.',
  ],
])('%s', (text, expected) => {
  expect(redacted(text)).toBe(expected);
});

test('our own names are not personal, unless a caller has one of them', () => {
  const reading = newReading(['Olivia', 'Miller & Sons']);
  const said = (text: string, by: 'agent' | 'other') => withoutFound(text, findPersonal(text, reading, by));
  const greeting = 'Hello, my name is Olivia, I am the AI assistant of Miller and Sons.';
  expect(said(greeting, 'agent')).toBe(greeting);
  expect(said('hi olivia this is david miller', 'other')).toBe('hi olivia this is [name]');
  expect(said('Thank you, David Miller.', 'agent')).toBe('Thank you, [name].');
  expect(said('my name is olivia too', 'other')).toBe('my name is [name] too');
  expect(said('Thank you, Olivia.', 'agent')).toBe('Thank you, [name].');
});

test('what was asked says what an answer is; a name that was given is found wherever it is said again', () => {
  expect(redacted('four four seven one', 'What are the last four digits of your card?')).toBe(
    '[card number]',
  );
  expect(redacted('four four seven one', 'What is your order number?')).toBe('four four seven one');
  const reading = { ...newReading(), before: 'Who am I speaking to?' };
  findPersonal('zelenka', reading);
  reading.before = '';
  expect(withoutFound('Right, Zelenka it is.', findPersonal('Right, Zelenka it is.', reading))).toBe(
    'Right, [name] it is.',
  );
});
