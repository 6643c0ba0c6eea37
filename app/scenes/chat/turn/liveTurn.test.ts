import { expect, test } from 'vitest';
import type { ChatEvent, ChatReply } from '../../../../shared/api/chat.ts';
import { afterEvent, isUnderWay, type LiveTurn, newTurn } from './liveTurn.ts';

const personality = { id: null, name: 'Vera' };
const reply: ChatReply = {
  conversationId: 'c',
  messageId: 'm',
  text: 'It is out for delivery.',
  audioUrl: null,
  audioDurationMs: null,
  speech: null,
  speechProblem: null,
  personality,
  personalityVersion: 3,
  agent: { id: 'builtin', name: 'Built-in agent', version: '1' },
  agentProblem: null,
  cached: false,
  tools: [
    {
      callId: '1',
      tool: 'look_up_order',
      title: 'Look up an order',
      arguments: { number: '12345' },
      answer: { ok: true, result: {} },
      tookMs: 4,
    },
  ],
  actions: [],
  intent: 'order-status',
  confidence: 1,
  sentiment: { score: 0, label: 'neutral' },
  end: 'complete',
};
const started: ChatEvent = {
  kind: 'started',
  conversationId: 'c',
  messageId: 'm',
  personality,
  personalityVersion: 3,
};
const events: ChatEvent[] = [
  started,
  { kind: 'tool-started', callId: '1', tool: 'look_up_order', title: 'Look up an order' },
  { kind: 'text', text: 'It is ' },
  { kind: 'tool-ended', callId: '1', tool: 'look_up_order', answer: { ok: true, result: {} }, tookMs: 4 },
  { kind: 'text', text: 'out for' },
];
const after = (turn: LiveTurn, all: ChatEvent[]) => all.reduce(afterEvent, turn);

test('an answer grows by its events, and the reply has the last word', () => {
  const halfway = after(newTurn('Where is it?', null), events);
  expect(halfway).toMatchObject({
    phase: 'answering',
    conversationId: 'c',
    messageId: 'm',
    text: 'It is out for',
  });
  expect(halfway.tools).toMatchObject([{ title: 'Look up an order', answer: { ok: true }, tookMs: 4 }]);
  const done = afterEvent(halfway, { kind: 'done', reply });
  expect(done).toMatchObject({ phase: 'done', text: reply.text, tools: reply.tools, reply });
  expect(isUnderWay(done)).toBe(false);
});

test('a stopped answer grows no more, and shows what the server says was said', () => {
  const stopping: LiveTurn = { ...after(newTurn('Where is it?', 'c'), events), phase: 'stopping' };
  const late = after(stopping, [started, { kind: 'text', text: ' delivery, ' }]);
  expect(late).toMatchObject({ phase: 'stopping', text: 'It is out for' });
  const ended = afterEvent(late, {
    kind: 'done',
    reply: { ...reply, text: 'It is out for', end: 'aborted' },
  });
  expect(ended).toMatchObject({ phase: 'done', text: 'It is out for', reply: { end: 'aborted' } });
});

test('kinds of events that a newer server tells change nothing', () => {
  const turn = newTurn('Hello', null);
  expect(afterEvent(turn, { kind: 'yodelling' } as unknown as ChatEvent)).toBe(turn);
});
