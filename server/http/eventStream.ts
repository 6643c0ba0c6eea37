import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** A sign of life, which proxies take for one, while nothing is said. */
const BEAT_MS = 15_000;

/** Whether the client would rather be told step by step. */
export const wantsStream = ({ headers }: FastifyRequest): boolean =>
  (headers.accept ?? '').split(',').some((type) => type.trim().startsWith('text/event-stream'));

/** Sends what happens as server-sent events named after their kind; `onEnd` once nobody is told any more. */
export function sendEvents(
  reply: FastifyReply,
  events: AsyncIterable<{ kind: string }>,
  onEnd: () => void = () => undefined,
): FastifyReply {
  const stream = new Readable({ read() {} });
  const beat = setInterval(() => stream.push(': beat\n\n'), BEAT_MS);
  stream.once('close', () => {
    clearInterval(beat);
    onEnd();
  });
  void (async () => {
    for await (const event of events) {
      if (stream.destroyed) return;
      stream.push(`event: ${event.kind}\ndata: ${JSON.stringify(event)}\n\n`);
    }
    stream.push(null);
  })();
  return reply
    .type('text/event-stream; charset=utf-8')
    .header('cache-control', 'no-cache, no-transform')
    .header('x-accel-buffering', 'no')
    .send(stream);
}
