import { useEffect, useRef } from 'react';
import { player } from '../../player/player.ts';

/** Escape stops an answer that is on its way; otherwise the voice that is heard. */
export function useStopByKey(answering: boolean, stop: () => void): void {
  const act = useRef(stop);
  act.current = stop;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || document.querySelector('dialog[open], [role=menu]')) return;
      if (answering) act.current();
      else if (player.getState().playing) player.stop();
    };
    // Before a tooltip that happens to be open takes the key for itself.
    window.addEventListener('keydown', onKey, true);
    return () => window.removeEventListener('keydown', onKey, true);
  }, [answering]);
}
