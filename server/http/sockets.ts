import { type IncomingMessage, type Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type WebSocket, WebSocketServer } from 'ws';
import type { z } from 'zod';
import type { SocketRoute } from '../../shared/api/socket.ts';
import type { Caller } from '../caller.ts';
import { ProblemError } from '../problem.ts';
import { GatheredSocket } from './gatheredSocket.ts';

/** No message of ours or of a carrier is near this; a longer one closes its socket (1009). */
const MESSAGE_BYTES = 64 * 1024;
/** Between two signs of life, at which the caller's rights are looked at again. */
const BEAT_MS = 15_000;
/** For a peer to answer the closing of its socket. */
const LAST_WORDS_MS = 1_000;
const SWITCHING_PROTOCOLS = 101;
const GOING_AWAY = 1001;
const POLICY_VIOLATION = 1008;

/** Takes a socket that is open; what throws here closes it. */
export type TakeSocket = (socket: WebSocket) => void;

type Output<Schema> = NonNullable<Schema> extends z.ZodType ? z.output<NonNullable<Schema>> : undefined;

export interface SocketCall<R extends SocketRoute> {
  params: Output<R['params']>;
  query: Output<R['query']>;
  caller: Caller;
  correlationId: string;
  request: FastifyRequest;
}

/**
 * Serves a declared socket. Whoever asks for it goes the way of every request first: key, or session together with
 * an `Origin` of ours, limits, rights, validation. The handler may still refuse by throwing a ProblemError; what it
 * returns takes the open socket, which closes by itself when its caller loses the right to it (1008), when its peer
 * no longer answers, and when the node stops (1001). Mount it among the `mounts` of the app.
 */
// biome-ignore lint/suspicious/noExplicitAny: the schemas of a route are read back through Output
export function serveSocket<R extends SocketRoute<any, any>>(
  app: FastifyInstance,
  route: R,
  handler: (call: SocketCall<R>) => Promise<TakeSocket> | TakeSocket,
): void {
  const schema: Record<string, unknown> = { hide: true };
  if (route.params) schema.params = route.params;
  if (route.query) schema.querystring = route.query;
  app.get(route.path, { schema, config: { access: route.access } }, async (request, reply) => {
    requireUpgrade(request);
    const caller = request.requireCaller();
    const take = await handler({
      params: request.params as Output<R['params']>,
      query: request.query as Output<R['query']>,
      caller,
      correlationId: request.id,
      request,
    });
    return app.acceptSocket(request, reply, (socket) => {
      watch(socket, request, { caller, access: route.access, beatMs: app.socketBeatMs });
      take(socket);
    });
  });
}

/** Refuses a request for a socket's address that asks for no socket. */
export function requireUpgrade(request: FastifyRequest): void {
  if (!upgrades.has(request.raw))
    throw new ProblemError('bad-request', 'This is the address of a WebSocket: connect with one.');
}

/** Closes a socket whose peer is gone or whose caller lost the right to it. */
function watch(
  socket: WebSocket,
  request: FastifyRequest,
  { caller, access, beatMs }: { caller: Caller; access: SocketRoute['access']; beatMs: number },
): void {
  let alive = true;
  socket.on('pong', () => {
    alive = true;
  });
  const beating = setInterval(() => {
    if (!alive) {
      socket.terminate();
      return;
    }
    alive = false;
    socket.ping();
    // While the database is away nobody's rights can be seen; the next beat asks again.
    request.presentCaller().then(
      (present) => {
        const may =
          present?.workspaceId === caller.workspaceId &&
          (access === 'signed-in' || present.scopes.has(access));
        if (!may) socket.close(POLICY_VIOLATION, 'no longer allowed');
      },
      () => undefined,
    );
  }, beatMs);
  socket.once('close', () => clearInterval(beating));
}

/** Requests that asked for a socket and have not been answered yet. */
const upgrades = new WeakMap<IncomingMessage, { socket: Duplex; head: Buffer }>();

/**
 * Lets requests for sockets take the way of all requests: hooks, routes and problems are those of `app`, and an
 * unknown address is answered 404. Gives the app `acceptSocket`.
 */
export function openSocketDoor(app: FastifyInstance, beatMs = BEAT_MS): void {
  app.decorate('socketBeatMs', beatMs);
  // Sound does not compress, and the state of each compressor costs more than a call.
  const door = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: MESSAGE_BYTES,
    WebSocket: GatheredSocket,
  });
  const open = new Set<WebSocket>();
  app.server.on('upgrade', (raw, socket, head) => {
    // Whoever leaves while we decide is nobody's error.
    socket.on('error', () => undefined);
    if (raw.headers.upgrade?.toLowerCase() !== 'websocket') {
      answerWithoutUpgrade(app.server, raw, socket, head);
      return;
    }
    upgrades.set(raw, { socket, head });
    const response = new ServerResponse(raw);
    response.shouldKeepAlive = false;
    response.assignSocket(socket as Parameters<ServerResponse['assignSocket']>[0]);
    response.once('finish', () => {
      if (upgrades.delete(raw)) socket.end();
    });
    app.routing(raw, response);
  });
  app.decorate('acceptSocket', (request: FastifyRequest, reply: FastifyReply, take: TakeSocket) => {
    const upgrade = upgrades.get(request.raw);
    if (!upgrade) throw new Error('a socket was accepted that nobody asked for');
    upgrades.delete(request.raw);
    reply.hijack();
    const response = reply.raw;
    response.detachSocket(upgrade.socket as Parameters<ServerResponse['assignSocket']>[0]);
    // The request is over for whoever counts requests; nothing was written by it.
    response.statusCode = SWITCHING_PROTOCOLS;
    response.emit('finish');
    response.emit('close');
    door.handleUpgrade(request.raw, upgrade.socket, upgrade.head, (socket) => {
      open.add(socket);
      // Every error is followed by the end of the socket.
      socket.on('error', () => undefined);
      socket.once('close', () => open.delete(socket));
      try {
        take(socket);
      } catch (err) {
        request.log.error({ err, correlationId: request.id }, 'a socket could not be taken');
        socket.terminate();
      }
    });
    return reply;
  });
  // Before the server waits for its connections, which these would hold for ever.
  app.addHook('preClose', async () => {
    for (const socket of open) {
      socket.close(GOING_AWAY);
      setTimeout(() => socket.terminate(), LAST_WORDS_MS).unref();
    }
  });
}

/**
 * Some programs offer another protocol with every request (Java's client: HTTP/2) and expect to be answered as if
 * they had not. The parser of a connection stops at such an offer: the request is given to a fresh one without it.
 */
function answerWithoutUpgrade(server: Server, raw: IncomingMessage, socket: Duplex, head: Buffer): void {
  const lines = [`${raw.method} ${raw.url} HTTP/${raw.httpVersion}`];
  for (let i = 0; i < raw.rawHeaders.length; i += 2) {
    const name = raw.rawHeaders[i]!;
    if (!/^(connection|upgrade|http2-settings)$/i.test(name)) lines.push(`${name}: ${raw.rawHeaders[i + 1]}`);
  }
  socket.unshift(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), head]));
  server.emit('connection', socket);
}

declare module 'fastify' {
  interface FastifyInstance {
    socketBeatMs: number;
    /** Makes a request's connection a socket and hands it over; `requireUpgrade` comes first. */
    acceptSocket(request: FastifyRequest, reply: FastifyReply, take: TakeSocket): FastifyReply;
  }
}
