import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAI } from '@ai-sdk/openai';
import { APICallError, type LanguageModel, stepCountIs, streamText, tool } from 'ai';
import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { endlessCalls, lastResults, lastSaid, type ModelFailure, type ModelScript } from './modelScript.ts';
import { type ModelServer, startModelServer } from './modelServer.ts';

const open: ModelServer[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

const MODELS: Record<ModelServer['dialect'], (server: ModelServer) => LanguageModel> = {
  anthropic: ({ url }) => createAnthropic({ baseURL: url, apiKey: 'k' })('claude-sonnet-4-5'),
  openai: ({ url }) => createOpenAI({ baseURL: url, apiKey: 'k' }).chat('gpt-5'),
};

describe.each(['anthropic', 'openai'] as const)('a scripted model that speaks as %s', (dialect) => {
  async function ask(script: ModelScript, prompt = 'Where is order 12345?') {
    const server = await startModelServer({ dialect, script });
    open.push(server);
    const seen: unknown[] = [];
    const stop = new AbortController();
    const answer = streamText({
      model: MODELS[dialect](server),
      system: 'Be kind.',
      prompt,
      maxRetries: 0,
      abortSignal: stop.signal,
      onError: () => undefined,
      stopWhen: stepCountIs(4),
      tools: {
        findOrder: tool({
          description: 'Finds an order.',
          inputSchema: z.object({ orderNumber: z.string() }),
          execute: async (input) => {
            seen.push(input);
            return { status: 'out for delivery' };
          },
        }),
      },
    });
    return { server, answer, seen, stop };
  }

  test('calls a tool, reads its answer and speaks word by word', async () => {
    const { server, answer, seen } = await ask((asked) =>
      lastResults(asked).length === 0
        ? { say: 'One moment.', call: [{ name: 'findOrder', input: { orderNumber: '12345' } }] }
        : { say: `It is ${JSON.parse(lastResults(asked)[0]!).status}.` },
    );
    const pieces = await all(answer.textStream);
    expect(seen).toEqual([{ orderNumber: '12345' }]);
    expect(pieces.join('')).toBe('One moment.It is out for delivery.');
    expect(pieces.length).toBeGreaterThan(4);
    expect(await answer.finishReason).toBe('stop');
    expect((await answer.totalUsage).inputTokens).toBe(200);
    expect(server.asked.map(lastSaid)).toEqual(['Where is order 12345?', 'Where is order 12345?']);
    expect(server.asked[0]).toMatchObject({ instructions: 'Be kind.', tools: [{ name: 'findOrder' }] });
    await server.quiet();
  });

  test('gives arguments that are no JSON, and arguments of another shape', async () => {
    for (const call of [
      { name: 'findOrder', rawInput: '{"orderNumber": "123' },
      { name: 'findOrder', input: { orderNumber: 7 } },
    ]) {
      const { answer, seen } = await ask([{ call: [call] }, { say: 'Sorry.' }]);
      const calls = (await answer.steps)[0]!.toolCalls;
      expect(calls[0]).toMatchObject({ toolName: 'findOrder', invalid: true });
      expect(seen).toEqual([]);
    }
  });

  test('ends for a reason: cut off, refused, never done with tools', async () => {
    expect(await (await ask([{ say: 'It is', end: 'length' }])).answer.finishReason).toBe('length');
    const refused = await ask([{ say: 'I cannot.', end: 'refusal' }]);
    expect(await refused.answer.finishReason).toBe('content-filter');
    const endless = await ask(endlessCalls('findOrder', { orderNumber: '1' }));
    expect(await endless.answer.finishReason).toBe('tool-calls');
    expect(endless.server.asked.length).toBe(4);
  });

  test('stalls until it is aborted, breaks off, fails in the stream', async () => {
    const stalled = await ask([{ say: 'It is', trouble: 'stall' }]);
    for await (const _ of stalled.answer.textStream) break;
    expect(stalled.server.open).toBe(1);
    stalled.stop.abort();
    await stalled.server.quiet();
    for (const trouble of ['cut', 'error'] as const) {
      const { answer } = await ask([{ say: 'It is out for', trouble }]);
      let heard = '';
      let failed = false;
      try {
        for await (const part of answer.fullStream) {
          if (part.type === 'text-delta') heard += part.text;
          failed ||= part.type === 'error';
        }
      } catch {
        // A connection that breaks ends the stream itself.
        failed = true;
      }
      expect({ heard, failed }).toEqual({ heard: 'It is out for', failed: true });
    }
  });

  test.each<[ModelFailure, number, boolean]>([
    ['rate-limit', 429, true],
    ['overloaded', dialect === 'anthropic' ? 529 : 503, true],
    ['server-error', 500, true],
    ['unauthorized', 401, false],
    ['context-exceeded', 400, false],
  ])('refuses for %s with its status', async (fail, status, retryable) => {
    const { answer } = await ask([{ fail }]);
    const parts = await all(answer.fullStream);
    const failed = parts.find((part) => part.type === 'error');
    expect(failed && APICallError.isInstance(failed.error) && failed.error).toMatchObject({
      statusCode: status,
      isRetryable: retryable,
    });
  });
});

async function all<Piece>(pieces: AsyncIterable<Piece>): Promise<Piece[]> {
  const list: Piece[] = [];
  for await (const piece of pieces) list.push(piece);
  return list;
}
