import { type RefObject, useLayoutEffect } from 'react';

/** Keeps passing messages above what stands at the foot of a scene, e.g. its button to save. */
export function useFoot(element: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const foot = element.current;
    if (!foot) return;
    const { style } = document.documentElement;
    const observer = new ResizeObserver(() => style.setProperty('--foot', `${foot.offsetHeight}px`));
    observer.observe(foot);
    return () => {
      observer.disconnect();
      style.removeProperty('--foot');
    };
  }, [element]);
}
