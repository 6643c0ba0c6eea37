/**
 * What the browser says about a microphone it does not give, in words for people.
 *
 * @param otherwise what people do without one, e.g. `upload a file`
 */
export function microphoneRefusal(error: unknown, otherwise: string): string {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError')
    return `The browser was told not to give the microphone to this page. Allow it at the left of the address bar and try again, or ${otherwise}.`;
  if (name === 'NotFoundError') return `No microphone was found. Plug one in and try again, or ${otherwise}.`;
  if (name === 'NotReadableError')
    return `The microphone does not answer; another program may be using it. Close that and try again, or ${otherwise}.`;
  return `This browser cannot record here: it gives the microphone only to pages over HTTPS, or on this machine itself. You can still ${otherwise}.`;
}
