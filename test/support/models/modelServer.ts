import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { anthropicDialect } from './anthropicDialect.ts';
import type { AnswerEvents, DialectWriter, StreamedStep } from './dialect.ts';
import type { Dialect, ModelAsked, ModelFailure, ModelScript, ModelStep } from './modelScript.ts';
import { openaiDialect } from './openaiDialect.ts';

export interface ModelServer {
  readonly dialect: Dialect;
  /** The base address to give to the client: with `/v1`. */
  readonly url: string;
  readonly asked: readonly ModelAsked[];
  /** Requests whose answer has not ended: none is left once a client has really aborted. */
  readonly open: number;
  /** What it does from the next request on. */
  follow(script: ModelScript): void;
  /** Resolves once no request is under way any more; rejects when one still is after `withinMs`. */
  quiet(withinMs?: number): Promise<void>;
  close(): Promise<void>;
}

const DIALECTS: Record<Dialect, DialectWriter> = { anthropic: anthropicDialect, openai: openaiDialect };

/**
 * A language model on this machine that does what a script says, over the protocol that the real one speaks. A
 * request that the real server would refuse (no key, a tool's answer that nobody called for) is refused here too.
 */
export async function startModelServer({
  dialect,
  script,
}: {
  dialect: Dialect;
  script: ModelScript;
}): Promise<ModelServer> {
  const writer = DIALECTS[dialect];
  const asked: ModelAsked[] = [];
  const underWay = new Set<ServerResponse>();
  const closed = new AbortController();
  let following = script;
  let nth = 0;

  function nextStep(question: ModelAsked): ModelStep {
    const step = typeof following === 'function' ? following(question, nth) : following[nth];
    nth += 1;
    return step ?? { fail: 'server-error' };
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    if (request.method !== 'POST' || request.url !== `/v1${writer.path}`) {
      response.writeHead(404).end();
      return;
    }
    if (!writer.authorised(request)) {
      refuse(response, writer, 'unauthorized');
      return;
    }
    const json = JSON.parse(Buffer.concat(parts).toString('utf8')) as Record<string, unknown>;
    const complaint = writer.complaint(json);
    if (complaint) {
      refuse(response, writer, 'bad-request', complaint);
      return;
    }
    const question: ModelAsked = {
      path: request.url,
      headers: request.headers,
      json,
      ...writer.read(json),
    };
    asked.push(question);
    const step = nextStep(question);
    if ('fail' in step) {
      if (step.fail !== 'silent') refuse(response, writer, step.fail);
      return;
    }
    await play(response, step, writer.stream(step, { model: question.model, nth }), closed.signal);
  }

  const server = createServer((request, response) => {
    underWay.add(response);
    response.once('close', () => underWay.delete(response));
    serve(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    dialect,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    asked,
    get open() {
      return underWay.size;
    },
    follow(next) {
      following = next;
      nth = 0;
    },
    async quiet(withinMs = 2000) {
      const ended = [...underWay].map(
        (response) => new Promise((resolve) => response.once('close', resolve)),
      );
      await Promise.race([
        Promise.all(ended),
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

async function play(
  response: ServerResponse,
  step: StreamedStep,
  events: AnswerEvents,
  signal: AbortSignal,
): Promise<void> {
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
  });
  response.flushHeaders();
  const wait = (ms: number) => delay(ms, undefined, { signal }).catch(() => undefined);
  if (step.firstPieceAfterMs) await wait(step.firstPieceAfterMs);
  for (const event of events.opening) response.write(event);
  for (const [index, event] of events.pieces.entries()) {
    if (index > 0 && step.betweenPiecesMs) await wait(step.betweenPiecesMs);
    if (response.destroyed) return;
    response.write(event);
  }
  if (step.trouble === 'stall') return;
  if (step.trouble === 'cut') {
    // What was written has to reach the client before its connection breaks.
    await wait(20);
    response.destroy();
    return;
  }
  if (step.trouble === 'error') {
    response.end(events.error);
    return;
  }
  for (const event of events.closing) response.write(event);
  response.end();
}

function refuse(
  response: ServerResponse,
  writer: DialectWriter,
  failure: Exclude<ModelFailure, 'silent'>,
  message?: string,
): void {
  const { status, headers = {}, body } = writer.failure(failure, message);
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}
