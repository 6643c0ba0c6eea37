import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { readPieces } from '../readPieces.ts';

/** Bytes of a reply: in memory, or read piece by piece where they are too many to keep. `range` is inclusive. */
export type Body =
  | Buffer
  | { sizeBytes: number; read(range: { start: number; end: number }): Promise<Buffer> };

/** A reply whose headers are made beforehand; what depends on the request is added when it is sent. */
export interface ReadyReply {
  /** Strong, with its quotes. */
  etag: string;
  body: Body;
  /** Name, value, name, value …, without length and range. */
  headers: string[];
}

/** Anybody's page and program may read; nothing guesses another type. */
const OPEN = [
  'access-control-allow-origin',
  '*',
  'access-control-expose-headers',
  'accept-ranges, content-length, content-range, etag, x-correlation-id',
  'cross-origin-resource-policy',
  'cross-origin',
  'x-content-type-options',
  'nosniff',
  'accept-ranges',
  'bytes',
];

export function readyReply(
  body: Body,
  contentType: string,
  cacheControl: string,
  sha256?: string,
): ReadyReply {
  const hash =
    sha256 ??
    createHash('sha256')
      .update(body as Buffer)
      .digest('hex');
  const etag = `"${hash}"`;
  return {
    etag,
    body,
    headers: ['content-type', contentType, 'cache-control', cacheControl, 'etag', etag, ...OPEN],
  };
}

/**
 * Answers with the whole, a range (RFC 9110, one range; several are answered with the whole), or that nothing
 * changed. Writes to the connection itself: this is the hot path. `onCut` hears why a body did not reach its end.
 */
export function sendReady(
  request: IncomingMessage,
  response: ServerResponse,
  ready: ReadyReply,
  correlationId: string,
  onCut: (error: unknown) => void,
): void {
  const { headers: asked } = request;
  const { body } = ready;
  const sizeBytes = Buffer.isBuffer(body) ? body.length : body.sizeBytes;
  const headers = ready.headers.concat('x-correlation-id', correlationId);
  const unmodified = asked['if-none-match'];
  if (unmodified !== undefined && matches(unmodified, ready.etag)) {
    response.writeHead(304, headers).end();
    return;
  }
  const range =
    asked.range !== undefined && (asked['if-range'] === undefined || asked['if-range'] === ready.etag)
      ? parseRange(asked.range, sizeBytes)
      : null;
  if (range === 'unsatisfiable') {
    response
      .writeHead(416, headers.concat('content-range', `bytes */${sizeBytes}`, 'content-length', '0'))
      .end();
    return;
  }
  const { start, end } = range ?? { start: 0, end: sizeBytes - 1 };
  headers.push('content-length', String(end - start + 1));
  if (range) headers.push('content-range', `bytes ${start}-${end}/${sizeBytes}`);
  response.writeHead(range ? 206 : 200, headers);
  if (request.method === 'HEAD') response.end();
  else if (Buffer.isBuffer(body)) response.end(range ? body.subarray(start, end + 1) : body);
  else
    pipeline(Readable.from(readPieces(body.read, { start, end })), response).catch((error: unknown) => {
      // The head is out already: a cut connection is all that can still tell the client.
      response.destroy();
      onCut(error);
    });
}

function matches(ifNoneMatch: string, etag: string): boolean {
  if (ifNoneMatch === etag || ifNoneMatch === '*') return true;
  return ifNoneMatch.split(',').some((each) => each.trim().replace(/^W\//, '') === etag);
}

/** One byte range of RFC 9110; null for what is to be ignored (several ranges, other units, nonsense). */
export function parseRange(
  header: string,
  sizeBytes: number,
): { start: number; end: number } | 'unsatisfiable' | null {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header.trim());
  if (!match || (match[1] === '' && match[2] === '')) return null;
  if (match[1] === '') {
    const lastBytes = Number(match[2]);
    return lastBytes === 0
      ? 'unsatisfiable'
      : { start: Math.max(0, sizeBytes - lastBytes), end: sizeBytes - 1 };
  }
  const start = Number(match[1]);
  const end = match[2] === '' ? sizeBytes - 1 : Math.min(Number(match[2]), sizeBytes - 1);
  if (match[2] !== '' && Number(match[2]) < start) return null;
  return start >= sizeBytes ? 'unsatisfiable' : { start, end };
}

/** For the log, where `sendReady` says that a body was cut. */
export const CUT_MESSAGE = 'public audio could not be sent to its end';
