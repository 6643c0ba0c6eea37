import { Readable, Transform } from 'node:stream';
import { ProblemError } from '../problem.ts';
import { openOutside } from './openOutside.ts';

/** Answers that have no body, whatever is in it. */
const WITHOUT_BODY = new Set([204, 205, 304]);

/**
 * `fetch` for libraries that ask addresses which people named: it asks as `openOutside` does, refuses redirects
 * (`address-not-allowed`), and ends an answer that is larger than the limit with an error.
 */
export function outsideFetch({
  allowPrivateNetworks,
  limitBytes,
  onBroken,
}: {
  allowPrivateNetworks: boolean;
  limitBytes: number;
  /** Told of an answer that broke off while it was read, or was too large, with the method it was asked by. */
  onBroken?: (error: Error, method: string) => void;
}): (url: string | URL, init?: RequestInit) => Promise<Response> {
  return async (url, init = {}) => {
    if (init.body !== undefined && init.body !== null && typeof init.body !== 'string')
      throw new TypeError('Only text can be sent.');
    const method = init.method ?? 'GET';
    const answer = await openOutside({
      url: new URL(url),
      method,
      headers: Object.fromEntries(new Headers(init.headers)),
      body: init.body ?? undefined,
      signal: init.signal ?? new AbortController().signal,
      allowPrivateNetworks,
    });
    const status = answer.statusCode ?? 502;
    if (status >= 300 && status < 400 && status !== 304) {
      answer.destroy();
      throw new ProblemError(
        'address-not-allowed',
        `It redirected elsewhere (${status}), which is not followed.`,
      );
    }
    const headers = new Headers();
    for (const [name, value] of Object.entries(answer.headers))
      if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
    if (WITHOUT_BODY.has(status)) {
      answer.resume();
      return new Response(null, { status, headers });
    }
    let receivedBytes = 0;
    const counted = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        receivedBytes += chunk.length;
        if (receivedBytes > limitBytes) done(new Error(`The answer is larger than ${limitBytes} bytes.`));
        else done(null, chunk);
      },
    });
    answer.on('error', (error) => counted.destroy(error));
    counted.on('error', (error) => {
      // Who gives an answer up has not been left by it.
      if (error.name !== 'AbortError') onBroken?.(error, method);
    });
    counted.on('close', () => answer.destroy());
    const body = Readable.toWeb(answer.pipe(counted)) as ReadableStream<Uint8Array>;
    return new Response(body, { status, headers });
  };
}
