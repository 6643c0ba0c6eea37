import type { FastifyInstance } from 'fastify';
import { ProblemError } from '../problem.ts';

const CHARSET = /;\s*charset\s*=\s*"?([^\s";]*)/i;

/**
 * Reads JSON bodies in UTF-8 and nothing else. An empty body is no body, whatever its content type says: many clients
 * send `application/json` with every request. Text, which the framework would read by itself, is refused, and so are
 * bytes that are no UTF-8: decoded as if they were, they would be kept and spoken as replacement characters.
 */
export function readBodies(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeContentTypeParser(['text/plain', 'application/json']);
  app.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    const charset = CHARSET.exec(request.headers['content-type'] ?? '')?.[1] ?? 'utf-8';
    if (!/^utf-?8$/i.test(charset))
      done(
        new ProblemError('unsupported-media-type', 'JSON is read as UTF-8 only: send it with charset=utf-8.'),
      );
    else if (body.length === 0) done(null, undefined);
    else {
      const text = decodedUtf8(body);
      if (text === null)
        done(new ProblemError('malformed-json', 'The body is not UTF-8: save or send it as UTF-8.'));
      else parse(request, text, done);
    }
  });
}

/** Null where the bytes are no UTF-8. A byte order mark is left out. */
export function decodedUtf8(bytes: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
