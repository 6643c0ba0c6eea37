import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Gauge, type Registry } from 'prom-client';
import { v7 } from 'uuid';
import { operationsRoutes, type WorkspaceEvent } from '../../../shared/api/operations.ts';
import type { Caller } from '../../caller.ts';
import type { EventBus } from '../../db/eventBus.ts';
import type { KnownCaller } from '../../identity/knownCaller.ts';
import { ProblemError } from '../../problem.ts';
import { serve } from '../serve.ts';

export interface EventsDeps {
  bus: Pick<EventBus, 'subscribe' | 'onGap' | 'onRightsChanged'>;
  /** Asks anew who stands behind a request; null once the session ended or the key was revoked. */
  presentCaller(request: FastifyRequest): Promise<KnownCaller | null>;
  registry: Registry;
  /** Between two signs of life, at which the caller's rights are looked at again. */
  heartbeatMs?: number;
}

const HEARTBEAT_MS = 15_000;
/** A client that is so far behind is cut off; it fetches what it shows when it connects again. */
const LONGEST_BACKLOG_BYTES = 256 * 1024;
/** For a client to take the end of its stream. */
const LAST_WORDS_MS = 1_000;
/** Streams of one person or key on this node: many windows, but not a leak. */
const STREAMS_PER_CALLER = 20;

/**
 * What happens in the caller's workspace, as server-sent events named after their type. `hello` opens a
 * stream and `gap` follows an interruption behind it: after either, what is on show is to be fetched again,
 * since nothing is repeated. A stream ends when its caller may no longer read, and when the node drains.
 */
export function mountEvents(app: FastifyInstance, deps: EventsDeps): void {
  const { heartbeatMs = HEARTBEAT_MS } = deps;
  const open = new Set<EventStream>();
  new Gauge({
    name: 'voiceops_event_streams',
    help: 'Event streams that are open',
    registers: [deps.registry],
    collect() {
      this.set(open.size);
    },
  });
  const streamsOf = new Map<string, number>();
  // Before the server waits for its connections, which these would hold for ever.
  app.addHook('preClose', async () => {
    for (const stream of open) stream.end();
  });

  serve(app, operationsRoutes.events, async ({ caller, request, reply }) => {
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
    const stopListening = deps.bus.subscribe(caller.workspaceId, (event) => stream.tell(event.type, event));
    const stopGaps = deps.bus.onGap(() => stream.tell('gap', {}));
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
    stream.readable.once('close', () => {
      clearInterval(beating);
      stopListening();
      stopGaps();
      stopRights();
      open.delete(stream);
      const left = streamsOf.get(who)! - 1;
      if (left > 0) streamsOf.set(who, left);
      else streamsOf.delete(who);
    });
    stream.tell('hello', {});
    return (
      reply
        .type('text/event-stream; charset=utf-8')
        .header('cache-control', 'no-cache, no-transform')
        .header('x-accel-buffering', 'no')
        // The end of the stream ends the connection too: nothing else is to come on it.
        .header('connection', 'close')
        .send(stream.readable)
    );
  });
}

/** The lines of one client, with what waits until its connection takes them. */
class EventStream {
  readonly readable = new Readable({ read() {} });
  #over = false;

  tell(name: WorkspaceEvent['type'] | 'hello' | 'gap', data: object): void {
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
