import { type DialectWriter, piecesOfInput, piecesOfText } from './dialect.ts';
import type { ModelCall, ModelFailure, ModelMessage } from './modelScript.ts';

interface Message {
  role: 'system' | 'developer' | 'user' | 'assistant' | 'tool';
  content?: string | readonly { type: string; text?: string }[] | null;
  tool_calls?: readonly { id: string; function: { name: string; arguments: string } }[];
  tool_call_id?: string;
}

interface FailureBody {
  status: number;
  type: string;
  code: string | null;
  message: string;
}

const FAILURES: Record<Exclude<ModelFailure, 'silent'>, FailureBody> = {
  'rate-limit': {
    status: 429,
    type: 'requests',
    code: 'rate_limit_exceeded',
    message: 'Rate limit reached for requests. Please try again in 7s.',
  },
  quota: {
    status: 429,
    type: 'insufficient_quota',
    code: 'insufficient_quota',
    message: 'You exceeded your current quota, please check your plan and billing details.',
  },
  overloaded: {
    status: 503,
    type: 'server_error',
    code: null,
    message: 'The engine is currently overloaded, please try again later',
  },
  'context-exceeded': {
    status: 400,
    type: 'invalid_request_error',
    code: 'context_length_exceeded',
    message:
      'This model’s maximum context length is 8192 tokens. However, your messages resulted in 8227 tokens. Please reduce the length of the messages.',
  },
  unauthorized: {
    status: 401,
    type: 'invalid_request_error',
    code: 'invalid_api_key',
    message: 'Incorrect API key provided.',
  },
  'bad-request': {
    status: 400,
    type: 'invalid_request_error',
    code: null,
    message: 'Missing required parameter: messages.',
  },
  'server-error': {
    status: 500,
    type: 'server_error',
    code: null,
    message: 'The server had an error while processing your request.',
  },
};

/** OpenAI's chat completions, streamed, as its compatible servers speak them too. */
export const openaiDialect: DialectWriter = {
  path: '/chat/completions',

  authorised: ({ headers }) => /^Bearer \S+$/.test(headers.authorization ?? ''),

  complaint(json) {
    if (json.stream !== true) return 'This server only streams.';
    const messages = (json.messages ?? []) as readonly Message[];
    for (const [index, { tool_calls: calls = [] }] of messages.entries()) {
      const answered = new Set<string>();
      for (const { role, tool_call_id: id } of messages.slice(index + 1)) {
        if (role !== 'tool' || !id) break;
        answered.add(id);
      }
      const missing = calls.find(({ id }) => !answered.has(id));
      if (missing) {
        return `An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. The following tool_call_ids did not have response messages: ${missing.id}`;
      }
    }
    return null;
  },

  read(json) {
    const messages = ((json.messages ?? []) as readonly Message[]).map(readMessage);
    const tools = (json.tools ?? []) as readonly {
      function: { name: string; description?: string; parameters: unknown };
    }[];
    return {
      model: String(json.model),
      instructions: messages
        .filter(({ role }) => role === 'system')
        .map(({ text }) => text)
        .join('\n'),
      messages: messages.filter(({ role }) => role !== 'system'),
      tools: tools.map(({ function: { name, description = '', parameters: inputSchema } }) => ({
        name,
        description,
        inputSchema,
      })),
      maxTokens: (json.max_completion_tokens ?? json.max_tokens ?? null) as number | null,
    };
  },

  failure(failure, message) {
    const { status, type, code, message: usual } = FAILURES[failure];
    return {
      status,
      ...(failure === 'rate-limit' ? { headers: { 'retry-after': '7' } } : {}),
      body: { error: { message: message ?? usual, type, param: null, code } },
    };
  },

  stream(step, { model, nth }) {
    const said = piecesOfText(step.say ?? (step.end === 'refusal' ? 'I cannot help with that.' : undefined));
    const calls = step.call ?? [];
    const chunk = (choices: readonly object[], usage: object | null = null) =>
      data({
        id: `chatcmpl-scripted-${nth}`,
        object: 'chat.completion.chunk',
        created: 1_770_933_892,
        model,
        system_fingerprint: 'fp_scripted',
        choices,
        usage,
      });
    const choice = (delta: object, finish: string | null = null) =>
      chunk([{ index: 0, delta, logprobs: null, finish_reason: finish }]);
    // A refusal comes in a field of its own, not as content.
    const field = step.end === 'refusal' ? 'refusal' : 'content';
    const outputTokens = said.length + 12 * calls.length;
    return {
      opening: [choice({ role: 'assistant', content: calls.length > 0 ? null : '', refusal: null })],
      pieces: [
        ...said.map((text) => choice({ [field]: text })),
        ...calls.flatMap((call, index) =>
          deltasOfCall(call, index, `call_scripted_${nth}_${index}`).map((delta) =>
            choice({ tool_calls: [delta] }),
          ),
        ),
      ],
      closing: [
        choice({}, finishReason(step.end, calls)),
        chunk([], { prompt_tokens: 100, completion_tokens: outputTokens, total_tokens: 100 + outputTokens }),
        'data: [DONE]\n\n',
      ],
      error: data({
        error: { message: FAILURES['server-error'].message, type: 'server_error', param: null, code: null },
      }),
    };
  },
};

/** A refusal ends like any other answer. */
function finishReason(end: 'length' | 'refusal' | undefined, calls: readonly ModelCall[]): string {
  if (end === 'length') return 'length';
  return calls.length > 0 ? 'tool_calls' : 'stop';
}

function deltasOfCall(call: ModelCall, index: number, id: string): object[] {
  const input = 'rawInput' in call ? call.rawInput : JSON.stringify(call.input);
  return [
    { index, id, type: 'function', function: { name: call.name, arguments: '' } },
    ...piecesOfInput(input).map((piece) => ({ index, function: { arguments: piece } })),
  ];
}

function data(event: object): string {
  return `data: ${JSON.stringify(event)}\n\n`;
}

function textOf(content: Message['content']): string {
  if (content === undefined || content === null) return '';
  return typeof content === 'string'
    ? content
    : content.flatMap(({ text }) => (text ? [text] : [])).join('\n');
}

function readMessage(message: Message): ModelMessage {
  const text = textOf(message.content);
  if (message.role === 'tool') {
    return {
      role: 'tool',
      text: '',
      calls: [],
      results: [{ callId: message.tool_call_id ?? '', text, failed: false }],
    };
  }
  return {
    role: message.role === 'developer' ? 'system' : message.role,
    text,
    calls: (message.tool_calls ?? []).map(({ id, function: { name, arguments: input } }) => ({
      id,
      name,
      input: parsed(input),
    })),
    results: [],
  };
}

function parsed(input: string): unknown {
  try {
    return JSON.parse(input);
  } catch {
    return input;
  }
}
