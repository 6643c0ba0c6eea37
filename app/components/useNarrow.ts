import { useSyncExternalStore } from 'react';

/** The width at which the frame becomes that of a phone. */
const query = window.matchMedia('(max-width: 760px)');

/** Whether the screen is that of a phone; for what is another thing there, not only laid out otherwise. */
export const useNarrow = (): boolean =>
  useSyncExternalStore(
    (listener) => {
      query.addEventListener('change', listener);
      return () => query.removeEventListener('change', listener);
    },
    () => query.matches,
  );
