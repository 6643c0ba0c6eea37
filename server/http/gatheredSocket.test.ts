import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setImmediate as turnOver } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { GatheredSocket } from './gatheredSocket.ts';

test('messages of one turn leave together at its end, in order and before the close that follows them', async () => {
  const server = new WebSocketServer({
    port: 0,
    host: '127.0.0.1',
    perMessageDeflate: false,
    WebSocket: GatheredSocket,
  });
  await once(server, 'listening');
  const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const came: string[] = [];
  client.on('message', (data) => came.push(String(data)));
  const closed = once(client, 'close');
  const [line] = (await once(server, 'connection')) as [WebSocket];
  const words = Array.from({ length: 40 }, (_, at) => `word ${at}`);

  for (const word of words) line.send(word);
  expect(line.bufferedAmount).toBeGreaterThan(words.join('').length);
  await turnOver();
  expect(line.bufferedAmount).toBe(0);
  await expect.poll(() => came).toEqual(words);

  line.send('last');
  line.close(1000);
  expect((await closed)[0]).toBe(1000);
  expect(came.at(-1)).toBe('last');
  server.close();
});
