import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { v7 } from 'uuid';
import type { Caller } from '../../caller.ts';
import type { EventBus } from '../../db/eventBus.ts';
import type { KnownCaller } from '../../identity/knownCaller.ts';
import { ProblemError } from '../../problem.ts';

export interface StreamsDeps {
  bus: Pick<EventBus, 'onRightsChanged'>;
  /** Asks anew who stands behind a request; null once the session ended or the key was revoked. */
  presentCaller(request: FastifyRequest): Promise<KnownCaller | null>;
  /** Between two signs of life, at which the caller's rights are looked at again. */
  heartbeatMs?: number;
}

/** Tells a client something, as an event of that name. */
export type Tell = (name: string, data: object) => void;

/** Streams of server-sent events of one kind on this node. */
export interface Streams {
  readonly size: number;
  /** Sends a stream; `begin` tells on it and gives what ends the telling. Throws `rate-limited`. */
  open(
    call: { caller: Caller; request: FastifyRequest; reply: FastifyReply },
    begin: (tell: Tell) => () => void,
  ): FastifyReply;
}

const HEARTBEAT_MS = 15_000;
/** A client that is so far behind is cut off; it fetches what it shows when it connects again. */
const LONGEST_BACKLOG_BYTES = 256 * 1024;
/** For a client to take the end of its stream. */
const LAST_WORDS_MS = 1_000;
/** Streams of one person or key on this node: many windows, but not a leak. */
const STREAMS_PER_CALLER = 20;

/** Streams that end when their caller may no longer read, and when the node drains. */
export function openStreams(app: FastifyInstance, deps: StreamsDeps): Streams {
  const { heartbeatMs = HEARTBEAT_MS } = deps;
  const open = new Set<EventStream>();
  const streamsOf = new Map<string, number>();
  // Before the server waits for its connections, which these would hold for ever.
  app.addHook('preClose', async () => {
    for (const stream of open) stream.end();
  });

  return {
    get size() {
      return open.size;
    },
    open({ caller, request, reply }, begin) {
      const who = `${caller.actor.kind}:${caller.actor.id}`;
      const streams = streamsOf.get(who) ?? 0;
      if (streams >= STREAMS_PER_CALLER)
        throw new ProblemError(
          'rate-limited',
          `You have ${STREAMS_PER_CALLER} event streams open already. Close one first.`,
          { retryAfterSeconds: 60 },
        );
      streamsOf.set(who, streams + 1);

      const stream = new EventStream();
      open.add(stream);
      const lookAtRights = async () => {
        const present = await deps.presentCaller(request).catch(() => 'unknown' as const);
        // While the database is away nobody's rights can be seen; the next beat asks again.
        if (present !== 'unknown' && !mayStillRead(caller, present)) stream.end();
      };
      const stopRights = deps.bus.onRightsChanged(lookAtRights);
      const beating = setInterval(() => {
        stream.beat();
        void lookAtRights();
      }, heartbeatMs);
      const stopTelling = begin((name, data) => stream.tell(name, data));
      stream.readable.once('close', () => {
        clearInterval(beating);
        stopTelling();
        stopRights();
        open.delete(stream);
        const left = streamsOf.get(who)! - 1;
        if (left > 0) streamsOf.set(who, left);
        else streamsOf.delete(who);
      });
      return (
        reply
          .type('text/event-stream; charset=utf-8')
          .header('cache-control', 'no-cache, no-transform')
          .header('x-accel-buffering', 'no')
          // The end of the stream ends the connection too: nothing else is to come on it.
          .header('connection', 'close')
          .send(stream.readable)
      );
    },
  };
}

/** The lines of one client, with what waits until its connection takes them. */
class EventStream {
  readonly readable = new Readable({ read() {} });
  #over = false;

  tell(name: string, data: object): void {
    this.#write(`id: ${v7()}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  /** A comment, which clients ignore and proxies take as a sign of life. */
  beat(): void {
    this.#write(': beat\n\n');
  }

  /** Lets the client have what waits for it; one that does not take it is cut off. */
  end(): void {
    if (this.#over) return;
    this.#over = true;
    this.readable.push(null);
    setTimeout(() => this.readable.destroy(), LAST_WORDS_MS).unref();
  }

  #write(text: string): void {
    if (this.#over || this.readable.destroyed) return;
    if (this.readable.readableLength > LONGEST_BACKLOG_BYTES) this.readable.destroy();
    else this.readable.push(text);
  }
}

function mayStillRead(caller: Caller, present: KnownCaller | null): boolean {
  return present?.workspaceId === caller.workspaceId && present.scopes.has('workspace:read');
}
