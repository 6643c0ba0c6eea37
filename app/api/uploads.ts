import { signedOut } from './client.ts';
import { toApiProblem, unreachable } from './problem.ts';

/**
 * Sends a form with a file and tells how much of it has been sent, 0 to 1: `fetch` cannot. Throws
 * {@link ApiProblem}; an upload that is given up throws an `AbortError`.
 */
export function sendForm<Data>(
  path: string,
  form: FormData,
  { onProgress, signal }: { onProgress?: (share: number) => void; signal?: AbortSignal } = {},
): Promise<Data> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', path);
    request.upload.onprogress = ({ loaded, total, lengthComputable }) => {
      if (lengthComputable) onProgress?.(loaded / total);
    };
    request.onerror = () => reject(unreachable());
    request.onabort = () => reject(new DOMException('The upload was given up.', 'AbortError'));
    request.onload = () => {
      const body = readJson(request.responseText);
      if (request.status >= 200 && request.status < 300) return resolve(body as Data);
      const failure = toApiProblem(body, new Response(null, { status: request.status }));
      if (failure.is('unauthenticated')) signedOut();
      reject(failure);
    };
    signal?.addEventListener('abort', () => request.abort(), { once: true });
    request.send(form);
  });
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
