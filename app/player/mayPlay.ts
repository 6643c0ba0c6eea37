/** Browsers leave the question open for as long as they wait for a click. */
const ANSWER_WITHIN_MS = 500;

/** Lets the context sound; false when the browser waits for somebody to touch the page first. */
export async function mayPlay(context: AudioContext): Promise<boolean> {
  if (context.state === 'running') return true;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ANSWER_WITHIN_MS);
  });
  await Promise.race([context.resume(), patience]);
  clearTimeout(timer);
  return (context.state as AudioContextState) === 'running';
}
