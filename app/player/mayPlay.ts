/**
 * Browsers leave the question open for as long as they wait for a click. Once somebody has touched the page it is not
 * that: a machine that has much to do takes its time until it sounds.
 */
const ANSWER_WITHIN_MS = { untouched: 500, touched: 5_000 };

/** Lets the context sound; false when the browser waits for somebody to touch the page first. */
export async function mayPlay(context: AudioContext): Promise<boolean> {
  if (context.state === 'running') return true;
  const { hasBeenActive } = navigator.userActivation;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ANSWER_WITHIN_MS[hasBeenActive ? 'touched' : 'untouched']);
  });
  await Promise.race([context.resume(), patience]);
  clearTimeout(timer);
  return (context.state as AudioContextState) === 'running';
}
