import type { z } from 'zod';
import { ProblemError } from '../../problem.ts';
import {
  type EngineTrade,
  nonsense,
  offline,
  problemOfStatus,
  rejectedKey,
  type TranslateFailure,
} from './failures.ts';

/** How long an engine may take, and how much it may say. */
export interface EngineLimits {
  /** From asking to the first byte of the answer's body, connecting included. */
  firstByteMs: number;
  /** Between one piece of the body and the next. */
  idleMs: number;
  /** For the whole exchange. */
  totalMs: number;
  maxBytes: number;
}

export interface EngineRequest {
  /** Its name, for messages. */
  engine: string;
  url: string | URL;
  method?: 'GET' | 'POST' | 'DELETE';
  headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; a FormData as multipart, a string or bytes as they are (give their content type among the headers). */
  body?: object | string | Uint8Array;
  /** What the answer's content type must match; anything else is `synthesis-failed`. */
  accepts: RegExp;
  /** What it is asked for; speech unless it is said. In recognition `engine-failed` stands for `synthesis-failed`. */
  trade?: EngineTrade;
  limits?: Partial<EngineLimits>;
  translate?: TranslateFailure;
  signal: AbortSignal;
}

export interface EngineAnswer {
  status: number;
  headers: Headers;
  /** Lower case, without parameters; empty when the engine names none. */
  mediaType: string;
  /** The body as it arrives, to be read once. Leaving early closes the connection. */
  chunks: AsyncGenerator<Uint8Array, void, undefined>;
}

const LIMITS: EngineLimits = {
  firstByteMs: 30_000,
  idleMs: 20_000,
  totalMs: 5 * 60_000,
  maxBytes: 256 * 1024 * 1024,
};
/** So much of a failure's body is read. */
const FAILURE_BYTES = 16 * 1024;

/**
 * Asks an engine over HTTP. Throws ProblemError: `engine-busy`, `engine-quota`, `engine-rejected-key`,
 * `engine-refused`, `engine-unavailable`, `synthesis-failed` or `timeout`, or the signal's reason. Neither the
 * message nor the cause holds anything of the engine's answer, the key or the address. The same errors come of reading
 * `chunks`. Whatever happens, the connection is closed or given back once `chunks` ends or is left; an answer whose
 * chunks nobody reads ends with `totalMs`.
 */
export async function askEngine(request: EngineRequest): Promise<EngineAnswer> {
  const { engine, signal, trade = 'speech' } = request;
  const limits = { ...LIMITS, ...request.limits };
  signal.throwIfAborted();
  const exchange = new Exchange(engine, limits, signal, trade);
  try {
    const response = await exchange.send(request);
    const mediaType = (response.headers.get('content-type') ?? '').split(';')[0]!.trim().toLowerCase();
    if (!response.ok) {
      const failure = {
        status: response.status,
        headers: response.headers,
        body: await beginningOf(exchange.read(response.body)),
      };
      signal.throwIfAborted();
      throw request.translate?.(failure) ?? problemOfStatus(engine, failure, trade);
    }
    if (!request.accepts.test(mediaType))
      throw nonsense(engine, 'answered with something else than it should', trade);
    return {
      status: response.status,
      headers: response.headers,
      mediaType,
      chunks: exchange.read(response.body),
    };
  } catch (error) {
    exchange.close();
    throw error;
  }
}

/** One request and its answer, with everything that may end it. */
class Exchange {
  private readonly controller = new AbortController();
  private readonly aborted = new Promise<never>((_, reject) => {
    this.controller.signal.addEventListener('abort', () => reject(this.controller.signal.reason), {
      once: true,
    });
  });
  private ended = false;
  private readonly total: NodeJS.Timeout;
  private quiet: NodeJS.Timeout;
  private readonly onAbort = () => this.controller.abort(this.signal.reason);
  private readonly engine: string;
  private readonly limits: EngineLimits;
  private readonly signal: AbortSignal;
  private readonly trade: EngineTrade;

  constructor(engine: string, limits: EngineLimits, signal: AbortSignal, trade: EngineTrade) {
    this.trade = trade;
    this.engine = engine;
    this.limits = limits;
    this.signal = signal;
    this.aborted.catch(() => undefined);
    signal.addEventListener('abort', this.onAbort, { once: true });
    this.quiet = this.endIn(limits.firstByteMs, 'did not answer in time');
    this.total = this.endIn(limits.totalMs, 'took too long');
  }

  async send({ url, method = 'POST', headers, body }: EngineRequest): Promise<Response> {
    const isJson = typeof body === 'object' && !(body instanceof FormData) && !(body instanceof Uint8Array);
    let allHeaders: Headers;
    try {
      allHeaders = new Headers({ ...(isJson ? { 'content-type': 'application/json' } : {}), ...headers });
    } catch {
      // Only a key comes from outside, and its bytes must not be in a message.
      throw rejectedKey(this.engine);
    }
    try {
      return await fetch(url, {
        method,
        headers: allHeaders,
        // The key is for this address alone.
        redirect: 'manual',
        signal: this.controller.signal,
        ...(body === undefined
          ? {}
          : { body: isJson ? JSON.stringify(body) : (body as NonNullable<RequestInit['body']>) }),
      });
    } catch (error) {
      this.controller.signal.throwIfAborted();
      throw offline(this.engine, error, this.trade);
    }
  }

  async *read(body: ReadableStream<Uint8Array> | null): AsyncGenerator<Uint8Array, void, undefined> {
    const reader = body?.getReader();
    let bytes = 0;
    try {
      for (;;) {
        // fetch leaves a read hanging that is aborted just when the last byte has come.
        const read = reader && (await Promise.race([reader.read(), this.aborted]));
        clearTimeout(this.quiet);
        if (!read || read.done) {
          this.ended = true;
          return;
        }
        bytes += read.value.length;
        if (bytes > this.limits.maxBytes) throw nonsense(this.engine, 'does not stop answering', this.trade);
        // Whoever reads may take its time; the engine may not.
        yield read.value;
        this.quiet = this.endIn(this.limits.idleMs, 'stopped in the middle of its answer');
      }
    } catch (error) {
      this.controller.signal.throwIfAborted();
      if (error instanceof ProblemError) throw error;
      throw nonsense(this.engine, 'broke off in the middle of its answer', this.trade);
    } finally {
      this.close();
      reader?.cancel().catch(() => undefined);
    }
  }

  close(): void {
    clearTimeout(this.total);
    clearTimeout(this.quiet);
    this.signal.removeEventListener('abort', this.onAbort);
    // Of an answer that has ended the connection may be another request's by now.
    if (!this.ended) this.controller.abort();
  }

  private endIn(ms: number, what: string): NodeJS.Timeout {
    return setTimeout(() => {
      this.controller.abort(new ProblemError('timeout', `${this.engine} ${what}. Try again.`));
    }, ms);
  }
}

/**
 * Limits for the speech of a text: nobody needs a second for each character, and what takes more is no answer.
 * `bytesPerSecond` is that of the audio as it is sent.
 */
export function speechLimits(characters: number, bytesPerSecond: number): Partial<EngineLimits> {
  return {
    totalMs: 60_000 + 100 * characters,
    maxBytes: Math.round((20 + characters) * bytesPerSecond),
  };
}

/** The whole body. */
export async function readBytes({ chunks }: EngineAnswer): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}

/** The whole body as JSON of this shape. Throws `synthesis-failed` when it is something else. */
export async function readJson<Shape>(
  engine: string,
  answer: EngineAnswer,
  schema: z.ZodType<Shape>,
  trade: EngineTrade = 'speech',
): Promise<Shape> {
  const text = (await readBytes(answer)).toString('utf8');
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw nonsense(engine, 'answered with something else than it should', trade);
  }
  const read = schema.safeParse(json);
  if (!read.success) throw nonsense(engine, 'answered with something else than it should', trade);
  return read.data;
}

/** What is left of a failure's body when even that breaks off. */
async function beginningOf(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of chunks) {
      parts.push(chunk);
      bytes += chunk.length;
      if (bytes >= FAILURE_BYTES) break;
    }
  } catch {
    // The status says enough.
  }
  return Buffer.concat(parts).subarray(0, FAILURE_BYTES).toString('utf8');
}
