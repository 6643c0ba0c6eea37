import { setTimeout } from 'node:timers/promises';
import type { Installation, Lists } from '../scenarios/grade.ts';
import { Unusable } from '../unusable.ts';

type Entry = Record<string, unknown>;

/** A program as its API shows it to whoever has a key, beside what the simulator needs of it. */
export interface ApiInstallation extends Installation {
  get(path: string): Promise<Entry>;
  /** All entries of a list. */
  list(path: string): Promise<Entry[]>;
  send(method: 'POST' | 'PUT' | 'PATCH', path: string, body: unknown): Promise<Entry>;
  /** Both channels of a call's recording: a two-channel WAV file. */
  recording(callId: string): Promise<Uint8Array>;
  timeZone(): Promise<string>;
}

/** A call is written down behind it. */
const RECORDED_WITHIN_MS = 20_000;
const ASK_EVERY_MS = 500;
const MOST_PAGES = 20;
/** An installation counts the requests of a minute: whoever asked too often may go on before this is over. */
const LIMITED_AT_MOST_MS = 120_000;
const LIMITED_S = 1;

export function apiInstallation(url: string, key: string): ApiInstallation {
  const base = url.replace(/\/$/, '');

  /** Waits where it is told to: a hundred calls at once ask for more than a key may in a minute. */
  async function ask(method: string, path: string, body?: unknown): Promise<Response> {
    const deadline = Date.now() + LIMITED_AT_MOST_MS;
    for (;;) {
      const response = await send(method, path, body);
      if (response.ok) return response;
      const waitMs = Number(response.headers.get('retry-after') ?? LIMITED_S) * 1000;
      if (response.status === 429 && Date.now() + waitMs <= deadline) {
        await response.body?.cancel();
        await setTimeout(waitMs);
        continue;
      }
      throw new Unusable(`${method} ${path} answered ${response.status}: ${sayWhy(await response.text())}`);
    }
  }

  function send(method: string, path: string, body: unknown): Promise<Response> {
    return fetch(base + path, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }).catch((error: unknown) => {
      const { cause, message } = error as Error;
      throw new Unusable(
        `${base} does not answer (${cause instanceof Error ? cause.message : message}). Is the installation running, and is --url its address?`,
      );
    });
  }

  const json = async (method: string, path: string, body?: unknown) => {
    const response = await ask(method, path, body);
    return (response.status === 204 ? {} : await response.json()) as Entry;
  };

  /** All entries of a list, page by page. */
  async function list(path: string): Promise<Entry[]> {
    const entries: Entry[] = [];
    let cursor: unknown = null;
    for (let page = 0; page < MOST_PAGES && (page === 0 || cursor); page++) {
      const more = cursor
        ? `${path.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(String(cursor))}`
        : '';
      const answer = await json('GET', path + more);
      entries.push(...((answer.items as Entry[] | undefined) ?? []));
      cursor = answer.nextCursor;
    }
    return entries;
  }

  return {
    get: (path) => json('GET', path),
    list,
    send: json,
    async look({ data }): Promise<Lists> {
      const paths = [...new Set(data.map(({ path }) => path))];
      return new Map(await Promise.all(paths.map(async (path) => [path, await list(path)] as const)));
    },
    async callOf({ callSid }) {
      const deadline = Date.now() + RECORDED_WITHIN_MS;
      const query = new URLSearchParams({ carrierCallId: callSid });
      for (;;) {
        const [call] = (await json('GET', `/api/v1/calls?${query}`)).items as Entry[];
        if (call?.state === 'ended') {
          const whole = await json('GET', `/api/v1/calls/${String(call.id)}`);
          return { call: whole, events: (whole.events as unknown[] | undefined) ?? [] };
        }
        if (Date.now() > deadline) return null;
        await setTimeout(ASK_EVERY_MS);
      }
    },
    recording: async (callId) =>
      new Uint8Array(await (await ask('GET', `/api/v1/calls/${callId}/recording`)).arrayBuffer()),
    timeZone: async () => {
      const { timeZone } = (await json('GET', '/api/v1/workspace')) as { timeZone?: string };
      return timeZone ?? 'UTC';
    },
  };
}

/** What a refusal says to people, of the fields too. */
function sayWhy(text: string): string {
  try {
    const { detail, errors = [] } = JSON.parse(text) as {
      detail?: string;
      errors?: { field: string; message: string }[];
    };
    if (detail) return [detail, ...errors.map(({ field, message }) => `${field}: ${message}`)].join(' ');
  } catch {
    // Whatever stands before the installation answers in words of its own.
  }
  return text.slice(0, 300);
}
