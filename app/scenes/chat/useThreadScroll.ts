import { type RefObject, useLayoutEffect, useRef } from 'react';

/** So near the end counts as reading the end. */
const NEAR_PX = 96;

/**
 * Keeps the place in a list that grows at both ends: at its end it follows what comes, elsewhere what is read stays
 * where it is, also when older messages come above it.
 *
 * @param first id of the oldest item shown
 * @param grown changes whenever something came at the end
 */
export function useThreadScroll(element: RefObject<HTMLElement | null>, first: string, grown: string) {
  const before = useRef({ first: '', height: 0, atEnd: true });
  // biome-ignore lint/correctness/useExhaustiveDependencies: looks again whenever something was added
  useLayoutEffect(() => {
    const box = element.current;
    if (!box) return;
    const last = before.current;
    if (last.atEnd) box.scrollTop = box.scrollHeight;
    else if (last.first !== first) box.scrollTop += box.scrollHeight - last.height;
    before.current = { first, height: box.scrollHeight, atEnd: last.atEnd };
  }, [element, first, grown]);
  return {
    onScroll: () => {
      const box = element.current;
      if (!box) return;
      before.current.height = box.scrollHeight;
      before.current.atEnd = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_PX;
    },
    /** Goes to the end, and follows it from there. */
    toEnd: () => {
      before.current.atEnd = true;
      const box = element.current;
      if (box) box.scrollTop = box.scrollHeight;
    },
  };
}
