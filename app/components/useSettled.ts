import { useEffect, useRef, useState } from 'react';

/** Typing settles for so long before it is looked for. */
const SETTLED_MS = 250;

/**
 * A text that the address keeps once typing settles. The address follows behind: what is typed meanwhile stays, and only
 * a value that was not asked for here, as by Back or a link, takes its place.
 */
export function useSettled(value: string, onSettled: (text: string) => void) {
  const [typed, setTyped] = useState(value);
  // What the address has, and what it was asked to have since, in order.
  const asked = useRef([value]);
  useEffect(() => {
    const at = asked.current.indexOf(value);
    asked.current = at < 0 ? [value] : asked.current.slice(at);
    if (at < 0) setTyped(value);
  }, [value]);
  useEffect(() => {
    if (typed === asked.current.at(-1)) return;
    const timer = setTimeout(() => {
      asked.current.push(typed);
      onSettled(typed);
    }, SETTLED_MS);
    return () => clearTimeout(timer);
  }, [typed, onSettled]);
  return [typed, setTyped] as const;
}
