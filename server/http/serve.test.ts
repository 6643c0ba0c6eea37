import { Readable, Writable } from 'node:stream';
import fastify from 'fastify';
import { expect, test } from 'vitest';
import { studioRoutes } from '../../shared/api/studio.ts';
import { describeApi } from './openapi/document.ts';
import { serve } from './serve.ts';

test('a handler that sent its reply itself, at once or as a stream, is not answered for again', async () => {
  const lines: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  const app = fastify({ logger: { level: 'warn', stream } });
  await describeApi(app);
  serve(app, studioRoutes.getVersionAudio, async ({ query, reply }) =>
    reply.type('audio/wav').send(query.format === 'mp3' ? Readable.from(['RI', 'FF']) : Buffer.from('RIFF')),
  );
  const url = `/api/v1/versions/${crypto.randomUUID()}/audio`;
  expect((await app.inject(url)).body).toBe('RIFF');
  expect((await app.inject(`${url}?format=mp3`)).body).toBe('RIFF');
  await app.close();
  expect(lines).toEqual([]);
});
