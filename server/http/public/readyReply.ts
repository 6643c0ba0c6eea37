import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { FastifyBaseLogger } from 'fastify';
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

const ID = 'x-correlation-id';
const LENGTH = 'content-length';

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
 * changed. Writes to the connection itself: this is the hot path.
 */
export function sendReady(
  request: IncomingMessage,
  response: ServerResponse,
  ready: ReadyReply,
  correlationId: string,
  log: FastifyBaseLogger,
): void {
  const { headers: asked } = request;
  const { body, headers, etag } = ready;
  const sizeBytes = Buffer.isBuffer(body) ? body.length : body.sizeBytes;
  const unmodified = asked['if-none-match'];
  if (unmodified !== undefined && matches(unmodified, etag)) {
    response.writeHead(304, [...headers, ID, correlationId]).end();
    return;
  }
  const range =
    asked.range !== undefined && (asked['if-range'] === undefined || asked['if-range'] === etag)
      ? parseRange(asked.range, sizeBytes)
      : null;
  if (range === 'unsatisfiable') {
    const none = [LENGTH, '0', 'content-range', `bytes */${sizeBytes}`];
    response.writeHead(416, [...headers, ID, correlationId, ...none]).end();
    return;
  }
  const { start, end } = range ?? { start: 0, end: sizeBytes - 1 };
  // Spread into one literal: concatenating arrays takes several times as long.
  const head = [...headers, ID, correlationId, LENGTH, String(end - start + 1)];
  if (range) head.push('content-range', `bytes ${start}-${end}/${sizeBytes}`);
  response.writeHead(range ? 206 : 200, head);
  if (request.method === 'HEAD') response.end();
  else if (Buffer.isBuffer(body)) response.end(range ? body.subarray(start, end + 1) : body);
  else
    pipeline(Readable.from(readPieces(body.read, { start, end })), response).catch((err: unknown) => {
      // The head is out already: a cut connection is all that can still tell the client.
      response.destroy();
      log.warn({ err, correlationId }, 'public audio could not be sent to its end');
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
