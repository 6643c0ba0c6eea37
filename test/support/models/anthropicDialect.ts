import { type DialectWriter, piecesOfInput, piecesOfText } from './dialect.ts';
import type { ModelCall, ModelFailure, ModelMessage } from './modelScript.ts';

interface Block {
  type: string;
  text?: string;
  id?: string;
  name?: string;
  input?: unknown;
  tool_use_id?: string;
  content?: string | readonly Block[];
  is_error?: boolean;
}

interface Message {
  role: 'user' | 'assistant';
  content: string | readonly Block[];
}

const FAILURES: Record<Exclude<ModelFailure, 'silent'>, { status: number; type: string; message: string }> = {
  'rate-limit': {
    status: 429,
    type: 'rate_limit_error',
    message: 'This request would exceed your organization’s rate limit.',
  },
  quota: {
    status: 400,
    type: 'invalid_request_error',
    message: 'Your credit balance is too low to access the Anthropic API.',
  },
  overloaded: { status: 529, type: 'overloaded_error', message: 'Overloaded' },
  'context-exceeded': {
    status: 400,
    type: 'invalid_request_error',
    message: 'prompt is too long: 213462 tokens > 200000 maximum',
  },
  unauthorized: { status: 401, type: 'authentication_error', message: 'invalid x-api-key' },
  'bad-request': { status: 400, type: 'invalid_request_error', message: 'messages: Field required' },
  'server-error': { status: 500, type: 'api_error', message: 'Internal server error' },
};

/** Anthropic's Messages, streamed (version 2023-06-01). */
export const anthropicDialect: DialectWriter = {
  path: '/messages',

  authorised: ({ headers }) => Boolean(headers['x-api-key']) && Boolean(headers['anthropic-version']),

  complaint(json) {
    if (json.stream !== true) return 'stream: this server only streams';
    if (typeof json.max_tokens !== 'number') return 'max_tokens: Field required';
    const messages = (json.messages ?? []) as readonly Message[];
    if (messages[0]?.role !== 'user') return 'messages: first message must use the "user" role';
    for (const [index, message] of messages.entries()) {
      const called = blocksOf(message).flatMap(({ type, id }) => (type === 'tool_use' && id ? [id] : []));
      const next = messages[index + 1];
      const answered = next ? blocksOf(next).flatMap(({ tool_use_id: id }) => (id ? [id] : [])) : [];
      const missing = called.find((id) => !answered.includes(id));
      if (missing) {
        return `messages.${index + 1}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${missing}.`;
      }
    }
    return null;
  },

  read(json) {
    const tools = (json.tools ?? []) as readonly {
      name: string;
      description?: string;
      input_schema: unknown;
    }[];
    return {
      model: String(json.model),
      instructions: textOf(json.system as Message['content'] | undefined),
      messages: ((json.messages ?? []) as readonly Message[]).map(readMessage),
      tools: tools.map(({ name, description = '', input_schema: inputSchema }) => ({
        name,
        description,
        inputSchema,
      })),
      maxTokens: json.max_tokens as number,
    };
  },

  failure(failure, message) {
    const { status, type, message: usual } = FAILURES[failure];
    return {
      status,
      ...(failure === 'rate-limit' ? { headers: { 'retry-after': '7' } } : {}),
      body: { type: 'error', error: { type, message: message ?? usual }, request_id: 'req_scripted' },
    };
  },

  stream(step, { model, nth }) {
    const said = piecesOfText(step.say);
    const calls = step.call ?? [];
    const pieces: string[] = [];
    let index = 0;
    if (said.length > 0) {
      pieces.push(
        event('content_block_start', { index, content_block: { type: 'text', text: '' } }),
        ...said.map((text) => event('content_block_delta', { index, delta: { type: 'text_delta', text } })),
        event('content_block_stop', { index }),
      );
      index += 1;
    }
    for (const call of calls) {
      pieces.push(...eventsOfCall(call, index, `toolu_scripted_${nth}_${index}`));
      index += 1;
    }
    const usage = {
      input_tokens: 100,
      cache_creation_input_tokens: 0,
      cache_read_input_tokens: 0,
      output_tokens: said.length + 12 * calls.length,
    };
    return {
      opening: [
        event('message_start', {
          message: {
            id: `msg_scripted_${nth}`,
            type: 'message',
            role: 'assistant',
            model,
            content: [],
            stop_reason: null,
            stop_sequence: null,
            usage: { ...usage, output_tokens: 1 },
          },
        }),
        event('ping', {}),
      ],
      pieces,
      closing: [
        event('message_delta', {
          delta: { stop_reason: stopReason(step.end, calls), stop_sequence: null },
          usage,
        }),
        event('message_stop', {}),
      ],
      error: event('error', { error: { type: 'overloaded_error', message: 'Overloaded' } }),
    };
  },
};

function stopReason(end: 'length' | 'refusal' | undefined, calls: readonly ModelCall[]): string {
  if (end === 'length') return 'max_tokens';
  if (end === 'refusal') return 'refusal';
  return calls.length > 0 ? 'tool_use' : 'end_turn';
}

function eventsOfCall(call: ModelCall, index: number, id: string): string[] {
  const input = 'rawInput' in call ? call.rawInput : JSON.stringify(call.input);
  return [
    event('content_block_start', {
      index,
      content_block: { type: 'tool_use', id, name: call.name, input: {} },
    }),
    ...['', ...piecesOfInput(input)].map((json) =>
      event('content_block_delta', { index, delta: { type: 'input_json_delta', partial_json: json } }),
    ),
    event('content_block_stop', { index }),
  ];
}

function event(type: string, data: object): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`;
}

function blocksOf({ content }: Message): readonly Block[] {
  return typeof content === 'string' ? [{ type: 'text', text: content }] : content;
}

function textOf(content: Message['content'] | undefined): string {
  if (content === undefined || typeof content === 'string') return content ?? '';
  return content.flatMap(({ type, text }) => (type === 'text' && text ? [text] : [])).join('\n');
}

function readMessage(message: Message): ModelMessage {
  const blocks = blocksOf(message);
  return {
    role: message.role,
    text: textOf(message.content),
    calls: blocks.flatMap(({ type, id, name, input }) =>
      type === 'tool_use' ? [{ id: id ?? '', name: name ?? '', input }] : [],
    ),
    results: blocks.flatMap(({ type, tool_use_id: callId, content, is_error: failed }) =>
      type === 'tool_result'
        ? [{ callId: callId ?? '', text: textOf(content), failed: failed === true }]
        : [],
    ),
  };
}
