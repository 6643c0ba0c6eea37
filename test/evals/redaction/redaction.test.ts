import { expect, test } from 'vitest';
import { measureText } from './measureText.ts';
import { HALVES, PLANTED_KINDS, readPlantedItems } from './plantedItems.ts';
import { isReached } from './runRedaction.ts';

test('the set is what its page says: 200 planted items of six kinds, 150 harmless lines, in two halves', () => {
  const items = readPlantedItems();
  const planted = items.filter(({ kind }) => kind !== 'harmless');
  expect(planted).toHaveLength(200);
  expect(items).toHaveLength(350);
  for (const half of HALVES)
    for (const kind of PLANTED_KINDS)
      expect(planted.filter((item) => item.half === half && item.kind === kind).length).toBeGreaterThan(11);
});

test.each(HALVES)(
  '%s: what is planted is taken out of the text, and harmless lines are left alone',
  (half) => {
    const results = measureText(readPlantedItems().filter((item) => item.half === half));
    expect(isReached(results)).toBe(true);
  },
);

test('a line of which a word is left counts as missed, and so does a harmless one that lost something', () => {
  const planted = (text: string, from: number) =>
    measureText([{ half: 'tuning', kind: 'phone', asked: '', text, spans: [{ from, to: text.length }] }])[0]!;
  const said = 'my number is oh two oh seven nine four six oh one eight two';
  expect(planted(said, said.indexOf('oh')).right).toBe(true);
  expect(planted(said, said.indexOf('number')).right).toBe(false);
  const [harmless] = measureText([{ half: 'tuning', kind: 'harmless', asked: '', text: said, spans: [] }]);
  expect(harmless!.right).toBe(false);
});
