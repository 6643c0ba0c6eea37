import { jsonSchema, type LanguageModel, stepCountIs, streamText, type Tool, tool } from 'ai';
import type { Agent, AgentPiece, AgentRequest, OfferedTool, ToolAnswer } from '../../dialogue/contract.ts';
import { lookAt } from '../../speech/remote/lookAt.ts';
import { brokenOff, problemOfModel } from './failures.ts';
import { messagesOf, systemPrompt, toolOutput } from './prompt.ts';

/** A spoken answer is short; a model that goes on for longer is cut off. */
const MOST_TOKENS = 1024;
/** How often a model may call tools and be asked again within one turn. */
const MOST_STEPS = 8;

export interface ModelAgentOptions {
  /** Of the engine, such as `anthropic`. */
  id: string;
  name: string;
  kind: 'local' | 'cloud';
  modelName: string;
  model: LanguageModel;
  concurrency: number;
  /** Where the server lists its models, and with which key it is asked. */
  models: { url: string; headers: Record<string, string> };
}

/** A language model as an agent. It is asked once: who is asked after it, and when, is decided by the turn. */
export function openModelAgent({
  id,
  name,
  kind,
  modelName,
  model,
  concurrency,
  models,
}: ModelAgentOptions): Agent {
  const closing = new AbortController();

  async function* reply(request: AgentRequest): AsyncGenerator<AgentPiece> {
    request.signal.throwIfAborted();
    const left = new AbortController();
    const abortSignal = AbortSignal.any([request.signal, left.signal, closing.signal]);
    const answer = streamText({
      model,
      system: systemPrompt(request),
      messages: messagesOf(request),
      tools: Object.fromEntries(request.tools.map((offered) => [offered.name, toolOf(offered)])),
      stopWhen: stepCountIs(MOST_STEPS),
      maxOutputTokens: MOST_TOKENS,
      maxRetries: 0,
      abortSignal,
      // Failures come out of the stream below.
      onError: () => undefined,
    });
    // These settle beside the stream; nobody else listens to their failures.
    for (const beside of [answer.steps, answer.finishReason, answer.totalUsage])
      beside.then(undefined, () => undefined);
    try {
      let last = '';
      let newStep = false;
      for await (const part of answer.fullStream) {
        request.signal.throwIfAborted();
        if (part.type === 'error') throw part.error;
        if (part.type === 'start-step') newStep = true;
        if (part.type === 'text-delta' && part.text !== '') {
          // The words of two steps would otherwise run into each other.
          const gap = newStep && /\S/.test(last) && /^\S/.test(part.text) ? ' ' : '';
          newStep = false;
          last = part.text.slice(-1);
          yield { kind: 'text', text: gap + part.text };
        }
        if (part.type === 'abort') break;
        if (part.type === 'finish') {
          yield endOf(name, part.finishReason, part.totalUsage);
          return;
        }
      }
    } catch (error) {
      request.signal.throwIfAborted();
      throw problemOfModel(name, error);
    } finally {
      left.abort();
    }
    request.signal.throwIfAborted();
    throw brokenOff(name);
  }

  return {
    id,
    name,
    version: modelName,
    kind,
    concurrency,
    reply,
    look: (signal) => lookAt({ engine: name, ...models, trade: 'language', signal }),
    close: async () => closing.abort(),
  };
}

function endOf(
  engine: string,
  finishReason: string,
  {
    inputTokens = 0,
    outputTokens = 0,
  }: { inputTokens?: number | undefined; outputTokens?: number | undefined },
): AgentPiece {
  const reasons: Readonly<Record<string, 'complete' | 'length' | 'refused' | 'tool-limit'>> = {
    stop: 'complete',
    length: 'length',
    'content-filter': 'refused',
    'tool-calls': 'tool-limit',
  };
  const reason = reasons[finishReason];
  // A stream that ended without saying why was cut off.
  if (!reason) throw brokenOff(engine);
  return { kind: 'end', reason, usage: { inputTokens, outputTokens } };
}

/** Arguments that are no JSON never come here: the model is told so. Of another shape, `run` says what is wrong. */
function toolOf({ description, inputSchema, run }: OfferedTool): Tool<unknown, ToolAnswer> {
  return tool({
    description,
    inputSchema: jsonSchema<unknown>(inputSchema),
    execute: (input: unknown) => run(input),
    toModelOutput: ({ output }: { output: ToolAnswer }) => toolOutput(output),
  });
}
