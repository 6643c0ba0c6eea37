import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { OpenAudio } from '../../studio/audio/openAudio.ts';
import { readPieces } from '../readPieces.ts';
import { namesTag, wantedBytes } from './byteRange.ts';

/**
 * Answers with audio, whole or in part, or with 304 where the caller has it: RFC 9110 for ranges and
 * conditions. Only the bytes that are sent are read and decrypted, piece by piece; HEAD reads none.
 */
export async function sendAudio(
  request: FastifyRequest,
  reply: FastifyReply,
  audio: OpenAudio,
  asFile: boolean,
): Promise<FastifyReply> {
  const tag = `"${audio.sha256}"`;
  reply
    .header('etag', tag)
    .header('accept-ranges', 'bytes')
    .header('x-c2pa', audio.manifest)
    // The bytes never change, but the right to hear them may: browsers ask each time and are answered 304.
    .header('cache-control', 'private, no-cache')
    .header('content-disposition', `${asFile ? 'attachment' : 'inline'}; filename="${audio.fileName}"`);
  if (namesTag(request.headers['if-none-match'], tag)) return reply.status(304).send();

  const condition = request.headers['if-range'];
  const range = condition === undefined || condition === tag ? request.headers.range : undefined;
  const wanted = wantedBytes(range, audio.sizeBytes);
  if (wanted === 'unsatisfiable')
    return reply.status(416).header('content-range', `bytes */${audio.sizeBytes}`).send();
  const { start, end } = wanted === 'all' ? { start: 0, end: audio.sizeBytes - 1 } : wanted;
  reply.type(audio.contentType).header('content-length', end - start + 1);
  if (wanted !== 'all') reply.status(206).header('content-range', `bytes ${start}-${end}/${audio.sizeBytes}`);
  // An empty stream leaves the content length as it is set; an absent body would set it to zero.
  if (request.method === 'HEAD') return reply.send(Readable.from([]));
  const pieces = readPieces(audio.read, { start, end });
  // Read before the head is sent, so that audio that cannot be read is still answered with a problem.
  const first = await pieces.next();
  return reply.send(Readable.from(first.done ? [] : startingWith(first.value, pieces)));
}

async function* startingWith(first: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  yield* rest;
}
