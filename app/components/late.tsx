import { type ComponentType, useEffect, useState } from 'react';
import { fetchPart } from '../api/fetchPart.ts';
import { notifyProblem } from './Toast.tsx';

/**
 * A component whose code is fetched when it is first shown, or with `fetch` before. Where it cannot be had, a passing
 * message says so and `onMissing` takes back what was to be shown; shown again, it is fetched again.
 */
export function late<Props extends object>(importer: () => Promise<ComponentType<Props>>) {
  let Part: ComponentType<Props> | null = null;
  const fetched = async () => {
    Part = await fetchPart(importer);
  };

  function Late({ onMissing, ...props }: Props & { onMissing: () => void }) {
    const [, setArrived] = useState(false);
    // biome-ignore lint/correctness/useExhaustiveDependencies: fetched once for each time that it is shown
    useEffect(() => {
      if (Part) return;
      let isShown = true;
      fetched().then(
        () => isShown && setArrived(true),
        (error) => {
          if (!isShown) return;
          notifyProblem(error);
          onMissing();
        },
      );
      return () => {
        isShown = false;
      };
    }, []);
    return Part ? <Part {...(props as Props)} /> : null;
  }
  Late.fetch = () => void fetched().catch(() => {});
  return Late;
}
