import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** What was asked, read to its end. */
export interface Asked {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  body: Buffer;
  /** The body as JSON; empty where it is none. */
  json: Record<string, unknown>;
  /** Set when the audio shall be at another rate than promised. */
  wrongRate: boolean;
}

export interface Answer {
  status?: number;
  headers?: Record<string, string>;
  /** An object is sent as JSON; a list is sent piece by piece. */
  body: Buffer | string | object | readonly (Buffer | string)[];
}

/** The bad ways of a server; `slow` is the only one that ends well. */
export type Misbehaviour =
  | 'slow'
  | 'silent'
  | 'stalling'
  | 'cut'
  | 'html'
  | 'empty'
  | 'endless'
  | 'wrong-rate'
  | 'busy'
  | 'busy-seconds'
  | 'busy-date'
  | 'unauthorized'
  | 'quota'
  | 'refusing'
  | 'broken';

export interface EngineServer {
  readonly url: string;
  readonly asked: Asked[];
  /** Requests whose answer has not ended. */
  readonly open: number;
  /** The most at once so far. */
  readonly mostOpen: number;
  /** For every request from now on to which `where` applies; null: well. */
  behave(misbehaviour: Misbehaviour | null, where?: (path: string) => boolean): void;
  /** Resolves once no request is under way any more; rejects when one still is after `withinMs`. */
  quiet(withinMs?: number): Promise<void>;
  /** Ends every connection and refuses new ones. */
  close(): Promise<void>;
}

export interface EngineServerOptions {
  answer(asked: Asked): Answer | Promise<Answer>;
  /** The engine's own bodies of failures. */
  failures?: Partial<Record<Misbehaviour, Answer>>;
  /** What its paths begin with, as part of `url`. */
  base?: string;
}

const STATUS: Partial<Record<Misbehaviour, Answer>> = {
  html: {
    headers: { 'content-type': 'text/html' },
    body: '<html><body>Welcome to SECRET proxy</body></html>',
  },
  busy: { status: 429, body: 'SECRET slow down' },
  'busy-seconds': { status: 429, headers: { 'retry-after': '7' }, body: 'SECRET slow down' },
  unauthorized: { status: 401, body: { error: 'SECRET key' } },
  quota: { status: 402, body: { error: 'SECRET pay' } },
  refusing: { status: 422, body: { error: 'SECRET text' } },
  broken: { status: 500, body: '<html>SECRET stack trace</html>' },
};

/** A server on this machine that speaks an engine's protocol, well or badly. */
export async function openEngineServer({
  answer,
  failures,
  base = '',
}: EngineServerOptions): Promise<EngineServer> {
  const asked: Asked[] = [];
  const underWay = new Set<ServerResponse>();
  const closed = new AbortController();
  let mostOpen = 0;
  let misbehaviour: Misbehaviour | null = null;
  let where: (path: string) => boolean = () => true;

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://engine');
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = Buffer.concat(parts);
    const bad = misbehaviour && where(url.pathname) ? misbehaviour : null;
    const question: Asked = {
      method: request.method ?? '',
      path: url.pathname.slice(base.length),
      query: url.searchParams,
      headers: request.headers,
      body,
      json: jsonOf(body),
      wrongRate: bad === 'wrong-rate',
    };
    asked.push(question);
    if (bad === 'silent') return;
    const failure = bad ? failureOf(bad) : undefined;
    const { status = 200, headers = {}, body: said } = failure ?? (await answer(question));
    const pieces = piecesOf(said);
    response.writeHead(status, {
      ...(isJson(said) ? { 'content-type': 'application/json' } : {}),
      ...headers,
    });
    if (failure) {
      response.end(pieces[0]);
      return;
    }
    if (bad === 'empty') {
      response.end();
      return;
    }
    const all = Buffer.concat(pieces);
    if (bad === 'stalling' || bad === 'cut') {
      response.write(all.subarray(0, all.length >> 1));
      if (bad === 'stalling') return;
      await delay(20);
      response.destroy();
      return;
    }
    if (bad === 'endless') {
      for (;;) {
        if (response.destroyed) return;
        if (!response.write(all)) await onceWritable(response);
      }
    }
    for (const piece of pieces) {
      if (bad === 'slow') await delay(60, undefined, { signal: closed.signal }).catch(() => undefined);
      if (response.destroyed) return;
      response.write(piece);
    }
    response.end();
  }

  function failureOf(bad: Misbehaviour): Answer | undefined {
    if (failures?.[bad]) return failures[bad];
    if (bad === 'busy-date') {
      const inTenSeconds = new Date(Date.now() + 10_000).toUTCString();
      return { status: 429, headers: { 'retry-after': inTenSeconds }, body: 'SECRET' };
    }
    return STATUS[bad];
  }

  const server = createServer((request, response) => {
    underWay.add(response);
    mostOpen = Math.max(mostOpen, underWay.size);
    response.once('close', () => underWay.delete(response));
    serve(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${base}`,
    asked,
    get open() {
      return underWay.size;
    },
    get mostOpen() {
      return mostOpen;
    },
    behave(next, at = () => true) {
      misbehaviour = next;
      where = (path) => at(path.slice(base.length));
    },
    async quiet(withinMs = 2000) {
      await Promise.race([
        Promise.all(
          [...underWay].map((response) => new Promise((resolve) => response.once('close', resolve))),
        ),
        delay(withinMs, undefined, { ref: false }).then(() => {
          throw new Error(`${underWay.size} requests are still under way.`);
        }),
      ]);
    },
    async close() {
      closed.abort();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function onceWritable(response: ServerResponse): Promise<void> {
  const settled = new AbortController();
  const { signal } = settled;
  await Promise.race([once(response, 'drain', { signal }), once(response, 'close', { signal })]).catch(
    () => undefined,
  );
  settled.abort();
}

function isJson(said: Answer['body']): said is object {
  return typeof said === 'object' && !Buffer.isBuffer(said) && !isPieces(said);
}

function isPieces(said: Answer['body']): said is (Buffer | string)[] {
  return Array.isArray(said) && said.every((piece) => typeof piece === 'string' || Buffer.isBuffer(piece));
}

function piecesOf(said: Answer['body']): Buffer[] {
  if (isPieces(said)) return said.map((piece) => Buffer.from(piece as string));
  if (Buffer.isBuffer(said)) return [said];
  return [Buffer.from(typeof said === 'string' ? said : JSON.stringify(said))];
}

function jsonOf(body: Buffer): Record<string, unknown> {
  try {
    return JSON.parse(body.toString('utf8')) as Record<string, unknown>;
  } catch {
    return {};
  }
}
