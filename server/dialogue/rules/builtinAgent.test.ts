import { expect, test } from 'vitest';
import type { OfferedTool, ToolAnswer } from '../contract.ts';
import { openBuiltinAgent } from './builtinAgent.ts';

const agent = openBuiltinAgent();

const tool = (name: string, run: (input: Record<string, string>) => ToolAnswer): OfferedTool => ({
  name,
  description: '',
  inputSchema: {},
  run: async (input) => run(input as Record<string, string>),
});

const ORDER = {
  orderNumber: '12345',
  status: 'out-for-delivery',
  eta: '2026-03-04',
  carrier: 'UPS',
  trackingNumber: '1Z999AA10123456784',
  items: [{ name: 'Desk lamp', quantity: 1 }],
};

const TOOLS = [
  tool('order_status', ({ orderNumber }) =>
    orderNumber === '12345' ? { ok: true, result: ORDER } : { ok: false, code: 'not-found', message: '' },
  ),
  tool('transfer', () => ({ ok: true, result: {} })),
];

/** A conversation with the agent: each call is a turn and gives what it says. */
function conversation(tools: readonly OfferedTool[] = TOOLS) {
  let memory: unknown = null;
  return async (text: string) => {
    let say = '';
    const request = {
      instructions: '',
      history: [],
      summary: null,
      facts: [],
      text,
      understanding: { intent: 'none', confidence: 0, sentiment: { score: 0, label: 'neutral' } },
      language: 'en',
      timeZone: 'Europe/London',
      now: new Date('2026-03-04T10:00:00Z'),
      tools,
      memory,
      signal: new AbortController().signal,
    } as const;
    for await (const piece of agent.reply(request)) {
      if (piece.kind === 'text') say += piece.text;
      // As stored: nothing of it may need more than JSON.
      if (piece.kind === 'memory') memory = JSON.parse(JSON.stringify(piece.memory));
    }
    return say;
  };
}

test('an order is found by a spoken number, after a wrong one was corrected', async () => {
  const say = conversation();
  expect(await say('hi, where is my order?')).toBe('What is your order number?');
  expect(await say('nine nine nine nine nine')).toContain('cannot find order 99999');
  expect(await say('sorry, it is one two three four five')).toBe(
    'Order 12345, Desk lamp, is out for delivery with UPS and should arrive today.',
  );
});

test('a person is offered the second time it does not understand, and connected on a yes', async () => {
  const say = conversation();
  expect(await say('the quick brown fox')).toContain('did not understand');
  expect(await say('purple monkey dishwasher')).toContain('connect you with a person?');
  expect(await say('yes please')).toContain('connecting you');
});
