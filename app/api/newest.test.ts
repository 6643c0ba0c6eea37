import { expect, test } from 'vitest';
import { addNewest } from './newest.ts';

const page = (ids: string[], nextCursor: string | null, said = 'as it was') => ({
  items: ids.map((id) => ({ id, said })),
  nextCursor,
});

test('new items come first, known ones are renewed in place and older pages stay', () => {
  const data = { pages: [page(['4', '3'], 'a'), page(['2', '1'], null)], pageParams: [undefined, 'a'] };
  const joined = addNewest(data, page(['6', '5', '4'], 'b', 'anew'));
  expect(joined.pages.map(({ items }) => items.map(({ id, said }) => `${id} ${said}`))).toEqual([
    ['6 anew', '5 anew', '4 anew', '3 as it was'],
    ['2 as it was', '1 as it was'],
  ]);
  expect(joined.pages.map(({ nextCursor }) => nextCursor)).toEqual(['a', null]);
});

test('with a gap to what is known, only the newest page is kept', () => {
  const data = { pages: [page(['2', '1'], null)], pageParams: [undefined] };
  expect(addNewest(data, page(['9', '8'], 'c'))).toEqual({
    pages: [page(['9', '8'], 'c')],
    pageParams: [undefined],
  });
  expect(addNewest<{ id: string; said: string }>(undefined, page(['1'], null)).pages).toHaveLength(1);
});
