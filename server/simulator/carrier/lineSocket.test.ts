import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { type LineSocket, openLine } from './lineSocket.ts';

let server: WebSocketServer;
beforeAll(async () => {
  server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
  await once(server, 'listening');
});
afterAll(() => server.close());

/** A line to a server that ends it for any frame that RFC 6455 does not allow. */
async function line(): Promise<{ mine: LineSocket; theirs: WebSocket; closed: Promise<number> }> {
  const taken = once(server, 'connection') as Promise<[WebSocket]>;
  let over = (_code: number): void => undefined;
  const closed = new Promise<number>((resolve) => {
    over = resolve;
  });
  const { port } = server.address() as AddressInfo;
  const mine = await openLine(
    `ws://127.0.0.1:${port}/`,
    {},
    { text: () => undefined, closed: (code) => over(code) },
  );
  const [theirs] = await taken;
  return { mine, theirs, closed };
}

test('A line’s messages of any length arrive as they were sent, and its end is no mistake', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 65_530, max: 65_535 })), {
        minLength: 1,
        maxLength: 6,
      }),
      async (lengths) => {
        const { mine, theirs } = await line();
        const said: string[] = [];
        const problems: Error[] = [];
        theirs.on('message', (data) => said.push(String(data)));
        theirs.on('error', (error) => problems.push(error));
        const ended = once(theirs, 'close');
        const sent = lengths.map((length, nth) => String(nth % 10).repeat(length));
        for (const text of sent) mine.send(text.slice(0, 3), Buffer.from(text.slice(3)));
        mine.close();
        const [code] = (await ended) as [number];
        expect({ said, problems, code }).toEqual({ said: sent, problems: [], code: 1000 });
      },
    ),
    { numRuns: 40, examples: [[[0, 1, 125]], [[126, 127]]] },
  );
});

test('A line answers a sign of life with what came with it', async () => {
  const { mine, theirs, closed } = await line();
  for (const asked of ['', 'are you there', 'x'.repeat(125)]) {
    const answered = once(theirs, 'pong');
    theirs.ping(asked);
    expect(String(((await answered) as [Buffer])[0])).toBe(asked);
  }
  theirs.close(1001);
  expect(await closed).toBe(1001);
  mine.destroy();
});
