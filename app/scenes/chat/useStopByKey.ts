import { useEffect, useRef } from 'react';
import { player } from '../../player/player.ts';

/** Escape stops an answer that is on its way; otherwise the voice that is heard. */
export function useStopByKey(answering: boolean, stop: () => void): void {
  const act = useRef(stop);
  act.current = stop;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented || document.querySelector('dialog[open]')) return;
      if (answering) act.current();
      else if (player.getState().playing) player.stop();
      else return;
      event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [answering]);
}
