import type { FastifyRequest } from 'fastify';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Where a request that may change something came from: our pages, another site, or nothing said (a program). */
export type Provenance = 'ours' | 'foreign' | 'unsaid' | 'harmless';

/** Judges by `Sec-Fetch-Site` and `Origin`, which a page cannot forge. `publicUrl` is our own address, when set. */
export function provenanceOf(request: FastifyRequest, publicUrl: URL | null): Provenance {
  // A socket is asked for by GET, and what comes on it may change something.
  if (SAFE_METHODS.has(request.method) && request.headers.upgrade === undefined) return 'harmless';
  if (request.headers['sec-fetch-site'] === 'same-origin') return 'ours';
  const { origin, host } = request.headers;
  if (origin === undefined) return request.headers['sec-fetch-site'] === undefined ? 'unsaid' : 'foreign';
  if (publicUrl && origin === publicUrl.origin) return 'ours';
  return sameHost(origin, host) ? 'ours' : 'foreign';
}

/** Parsed both, since one may name the port that its scheme has anyway. `Origin: null` is nobody's. */
function sameHost(origin: string, host: string | undefined): boolean {
  if (!URL.canParse(origin) || host === undefined) return false;
  const { protocol, host: from } = new URL(origin);
  const ours = `${protocol}//${host}`;
  return from !== '' && URL.canParse(ours) && new URL(ours).host === from;
}
