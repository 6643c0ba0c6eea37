import { ApiProblem, unreachable } from './problem.ts';

/** Where a script or style was that did not arrive: browsers and the build's own loader end their message with it. */
const ADDRESS = /https?:\S+$/;

let asked = 0;

/** The installation has no such part any more, or the browser will not have it. */
function outdated(): ApiProblem {
  return new ApiProblem({
    type: 'about:blank',
    title: 'A part of the app could not be loaded',
    status: 0,
    detail:
      'VoiceOps Studio was probably updated since this page was opened. Save what you are writing, then reload the page.',
    code: 'outdated',
    retryable: false,
    correlationId: '',
  });
}

/**
 * Fetches code that comes when it is needed. May be called again after it failed: browsers that keep in mind that a
 * script did not arrive (whatwg/html#6768) are asked for it under another address.
 *
 * @throws ApiProblem `unreachable` where the server does not answer, `outdated` where it no longer has that part
 */
export async function fetchPart<Part>(importer: () => Promise<Part>): Promise<Part> {
  try {
    return await importer();
  } catch (error) {
    const [address] = ADDRESS.exec(error instanceof Error ? error.message : '') ?? [];
    if (!address) throw error;
    const { ok } = await fetch(address, { method: 'HEAD' }).catch(() => {
      throw unreachable();
    });
    if (!ok) throw outdated();
    const styles = [...document.querySelectorAll<HTMLLinkElement>('link[rel=stylesheet]')];
    const unstyled = styles.filter(({ href }) => href === address);
    // The loader takes the link for the style that it stands for.
    for (const link of unstyled) link.remove();
    const again = unstyled.length
      ? importer()
      : (import(/* @vite-ignore */ `${address}?again=${++asked}`) as Promise<Part>);
    return again.catch(() => {
      throw outdated();
    });
  }
}
