import { LRUCache } from 'lru-cache';
import { readSegments } from './align.ts';
import { runFlite } from './runFlite.ts';

/** Words come again: most of a text is known after a few sentences. */
const known = new LRUCache<string, Promise<string[]>>({ max: 5000 });

/** What a token sounds like by itself. The quickest voice tells; all share one lexicon. */
export function pronounce(spoken: string): Promise<string[]> {
  const key = spoken.replace(/^["'(]+|[.,;:!?"')]+$/g, '').toLowerCase();
  if (!/[a-z0-9]/.test(key) && !/[%$]/.test(key)) return Promise.resolve([]);
  let phones = known.get(key);
  if (!phones) {
    phones = runFlite('kal', ['-psdur'], key).then(({ printed }) =>
      readSegments(printed)
        .map((segment) => segment.phone)
        .filter((phone) => phone !== 'pau'),
    );
    known.set(key, phones);
  }
  return phones;
}
