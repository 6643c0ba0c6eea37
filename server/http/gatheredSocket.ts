import type { Duplex } from 'node:stream';
import { WebSocket } from 'ws';

/**
 * A WebSocket whose messages of one turn of the event loop leave in one write, at the end of that turn: a sentence is
 * some forty messages, and each write wakes the kernel, the network and whoever reads.
 */
export class GatheredSocket extends WebSocket {
  declare private readonly _socket: Duplex;

  override send(data: Parameters<WebSocket['send']>[0], ...more: unknown[]): void {
    const { _socket: stream } = this;
    if (this.readyState === this.OPEN && stream.writableCorked === 0) {
      stream.cork();
      process.nextTick(() => stream.uncork());
    }
    super.send(data, ...(more as []));
  }
}
