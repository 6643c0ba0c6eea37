import type { RequestListener } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { correlationIdOf } from '../correlation.ts';
import { AUDIO_FILE } from './addresses.ts';
import { CUT_MESSAGE, type ReadyReply, sendReady } from './readyReply.ts';
import type { WhatIsLive } from './whatIsLive.ts';

/**
 * Answers what is in memory before the framework looks at a request, which costs a third of a public read.
 * Everything else, and everything once the server is closing, goes its usual way.
 */
export function answerFromMemory(app: FastifyInstance, live: WhatIsLive, onAnswered: () => void): void {
  const usual = app.server.listeners('request') as RequestListener[];
  let closing = false;
  app.addHook('preClose', async () => {
    closing = true;
  });
  app.server.removeAllListeners('request');
  app.server.on('request', (request, response) => {
    const ready =
      !closing && (request.method === 'GET' || request.method === 'HEAD')
        ? inMemory(live, request.url ?? '')
        : undefined;
    if (ready) {
      onAnswered();
      const correlationId = correlationIdOf(request);
      sendReady(request, response, ready, correlationId, (err) =>
        app.log.warn({ err, correlationId }, CUT_MESSAGE),
      );
    } else for (const listener of usual) listener.call(app.server, request, response);
  });
}

/** What is in memory for an address as we write it; undefined for everything that needs a closer look. */
function inMemory({ slots, audio }: WhatIsLive, url: string): ReadyReply | undefined {
  if (!url.startsWith('/public/')) return undefined;
  const [, , workspace, kind, third, slot, audioOfSlot, more] = url.split('/');
  if (kind === 'channels' && slot !== undefined && more === undefined) {
    const live = slots.peek(`${workspace}/${third}/${slot}`);
    if (!live || audioOfSlot === undefined) return live?.reply;
    return audioOfSlot === 'audio' ? audio.peek(`${workspace}/${live.digest}/mp3`)?.live : undefined;
  }
  if (kind !== 'audio' || slot !== undefined) return undefined;
  const [, digest, format] = AUDIO_FILE.exec(third ?? '') ?? [];
  return digest === undefined ? undefined : audio.peek(`${workspace}/${digest}/${format}`)?.immutable;
}
