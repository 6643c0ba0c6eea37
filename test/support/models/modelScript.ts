import type { IncomingHttpHeaders } from 'node:http';

/** Who speaks which protocol: Anthropic's Messages or OpenAI's chat completions. */
export type Dialect = 'anthropic' | 'openai';

/** A call of a tool; `rawInput` goes out as it stands, valid JSON or not. */
export type ModelCall = { name: string; input: unknown } | { name: string; rawInput: string };

/** What the model does when it is asked once. */
export type ModelStep =
  | {
      /** One text, or the pieces in which it comes. */
      say?: string | readonly string[];
      call?: readonly ModelCall[];
      /** Why it stops; by default because it is done, or because it waits for its tools. */
      end?: 'length' | 'refusal';
      firstPieceAfterMs?: number;
      betweenPiecesMs?: number;
      /**
       * Instead of the end, after what is said: `stall` leaves the connection open and silent, `cut` drops it,
       * `error` sends the protocol's own event of a failure.
       */
      trouble?: 'stall' | 'cut' | 'error';
    }
  | { fail: ModelFailure };

/** Failures before a stream begins, in the dialect's own status and body. */
export type ModelFailure =
  | 'rate-limit'
  | 'quota'
  | 'overloaded'
  | 'context-exceeded'
  | 'unauthorized'
  | 'bad-request'
  | 'server-error'
  | 'silent';

/** A message as the model reads it, the same in both dialects. */
export interface ModelMessage {
  role: 'system' | 'user' | 'assistant' | 'tool';
  text: string;
  calls: readonly { id: string; name: string; input: unknown }[];
  results: readonly { callId: string; text: string; failed: boolean }[];
}

/** What the model was asked, the same in both dialects. */
export interface ModelAsked {
  path: string;
  headers: IncomingHttpHeaders;
  model: string;
  instructions: string;
  messages: readonly ModelMessage[];
  tools: readonly { name: string; description: string; inputSchema: unknown }[];
  maxTokens: number | null;
  /** The body as it came. */
  json: Readonly<Record<string, unknown>>;
}

/** One step for each request in turn, or what decides by what is asked. */
export type ModelScript = readonly ModelStep[] | ((asked: ModelAsked, nth: number) => ModelStep);

/** A model that never stops calling one tool. */
export function endlessCalls(name: string, input: unknown): ModelScript {
  return () => ({ call: [{ name, input }] });
}

/** What the tools called last have answered; empty when the person spoke last. */
export function lastResults(asked: ModelAsked): readonly string[] {
  const said = asked.messages.findLastIndex(({ role, text }) => role === 'user' && text !== '');
  return asked.messages.slice(said + 1).flatMap(({ results }) => results.map(({ text }) => text));
}

/** What the person said last. */
export function lastSaid(asked: ModelAsked): string {
  return asked.messages.findLast(({ role, text }) => role === 'user' && text !== '')?.text ?? '';
}
