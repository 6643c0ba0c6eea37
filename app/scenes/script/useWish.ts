import { useEffect, useState } from 'react';

/** What can be asked of a script; generating saves it, too. */
type Wish = 'save' | 'generate';

/**
 * Does what is asked for once nothing stands in its way: what was typed during a save is saved right behind it, and
 * whoever is faster than the page is not asked to ask again. One wish waits at a time; generating is the greater one.
 *
 * @param waits whether this still has to wait
 */
export function useWish(waits: (wish: Wish) => boolean, fulfil: Record<Wish, () => void>) {
  const [wish, setWish] = useState<Wish | null>(null);
  useEffect(() => {
    if (wish === null || waits(wish)) return;
    setWish(null);
    fulfil[wish]();
  });
  return {
    waiting: wish,
    ask: (next: Wish) => setWish((now) => (now === 'generate' ? now : next)),
    /** What it was to come behind has failed. */
    drop: () => setWish(null),
  };
}
