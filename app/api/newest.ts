import type { InfiniteData } from '@tanstack/react-query';
import type { Page } from './pages.ts';

type Pages<Item> = InfiniteData<Page<Item>, string | undefined>;

/**
 * Adds the newest page of a list that is read newest first to the pages on screen: known items are renewed, new ones
 * come first. When nothing joins the two, what lies between is unknown, and only the newest page is kept.
 */
export function addNewest<Item extends { id: string }>(
  data: Pages<Item> | undefined,
  newest: Page<Item>,
): Pages<Item> {
  const fresh: Pages<Item> = { pages: [newest], pageParams: [undefined] };
  const [first, ...older] = data?.pages ?? [];
  if (!data || !first) return fresh;
  const known = new Set(data.pages.flatMap(({ items }) => items.map(({ id }) => id)));
  const joined = newest.items.some(({ id }) => known.has(id));
  if (!joined && known.size > 0) return fresh;
  const byId = new Map(newest.items.map((item) => [item.id, item]));
  const renew = (page: Page<Item>): Page<Item> => ({
    ...page,
    items: page.items.map((item) => byId.get(item.id) ?? item),
  });
  const renewed = renew(first);
  return {
    ...data,
    pages: [
      { ...renewed, items: [...newest.items.filter(({ id }) => !known.has(id)), ...renewed.items] },
      ...older.map(renew),
    ],
  };
}
