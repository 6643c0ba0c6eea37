import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { WebSocket, WebSocketServer } from 'ws';

/** What a host tells of itself when it is asked. */
export interface HostUsage {
  /** Of all its threads, since it began. */
  cpuUs: number;
  residentBytes: number;
  /** Since it was asked last. */
  eventLoopP99Ms: number;
  troubles: number;
}

/** Serves the doors of a carrier in a process of its own: webhooks at once, sockets to `take`. */
export async function serveHost(
  take: (socket: WebSocket) => void,
  troubles: () => number,
  Socket: typeof WebSocket = WebSocket,
): Promise<void> {
  let port = 0;
  const server = createServer((request, response) => {
    request.resume();
    response.setHeader('content-type', 'text/xml');
    if (request.url?.endsWith('/status')) response.end('<Response/>');
    else
      response.end(
        `<Response><Connect><Stream url="ws://127.0.0.1:${port}/stream"><Parameter name="token" value="1"/></Stream></Connect></Response>`,
      );
  });
  const sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: 65_536,
    WebSocket: Socket,
  });
  server.on('upgrade', (request, socket, head) =>
    sockets.handleUpgrade(request, socket, head, (line) => {
      // As the door of sockets does: every error is followed by the end of the socket.
      line.on('error', () => undefined);
      take(line);
    }),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', 4_096, resolve));
  port = (server.address() as AddressInfo).port;
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    const usage: HostUsage = {
      cpuUs: user + system,
      residentBytes: process.memoryUsage.rss(),
      eventLoopP99Ms: delay.percentile(99) / 1e6,
      troubles: troubles(),
    };
    delay.reset();
    process.send?.(usage);
  });
  process.once('disconnect', () => process.exit());
  process.send?.(port);
}
