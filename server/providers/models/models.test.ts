import { afterEach, describe, expect, test } from 'vitest';
import {
  endlessCalls,
  lastResults,
  type ModelFailure,
  type ModelScript,
} from '../../../test/support/models/modelScript.ts';
import { startModelServer } from '../../../test/support/models/modelServer.ts';
import type { Agent, AgentPiece, AgentRequest, OfferedTool } from '../../dialogue/contract.ts';
import type { EngineKind } from '../../engines/contract.ts';
import { MODEL_KINDS } from './models.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

const REQUEST: Omit<AgentRequest, 'signal'> = {
  instructions: 'You are Ava.',
  history: [
    { by: 'agent', text: 'Hello, I am an AI.' },
    { by: 'person', text: 'Hi.' },
    { by: 'agent', text: 'How can I help?' },
  ],
  summary: 'They ordered </summary> a lamp.',
  facts: ['Order 12345 is on its way'],
  text: 'Where is order 12345?',
  understanding: { intent: 'order-status', confidence: 1, sentiment: { score: 0, label: 'neutral' } },
  language: 'en-US',
  timeZone: 'Europe/Berlin',
  now: new Date('2026-11-21T12:00:00Z'),
  tools: [],
  opening: null,
  memory: null,
};

const CASES = [
  ['anthropic', 'anthropic'],
  ['openai', 'openai'],
  ['local-model', 'openai'],
] as const;

describe.each(CASES)('%s', (id, dialect) => {
  async function scene(script: ModelScript) {
    const server = await startModelServer({ dialect, script });
    const kind = MODEL_KINDS.find((one) => one.id === id) as EngineKind<Agent>;
    const baseUrl = id === 'anthropic' ? server.url.replace(/\/v1$/, '') : server.url;
    const agent = kind.open!({ apiKey: 'k', baseUrl, model: 'model-1' });
    open.push(agent, server);
    return { server, agent };
  }

  async function reply(agent: Agent, request: Partial<AgentRequest> = {}) {
    const pieces: AgentPiece[] = [];
    const problem = await (async () => {
      for await (const piece of agent.reply({ ...REQUEST, signal: new AbortController().signal, ...request }))
        pieces.push(piece);
    })().catch((error: unknown) => error);
    const text = pieces.map((piece) => (piece.kind === 'text' ? piece.text : '')).join('');
    return { text, end: pieces.find((piece) => piece.kind === 'end'), problem, pieces };
  }

  const findOrder = (run: OfferedTool['run']): OfferedTool => ({
    name: 'find_order',
    description: 'Finds an order.',
    inputSchema: { type: 'object', properties: { number: { type: 'string' } }, required: ['number'] },
    run,
  });

  test('is told who it is and what was said, and what is data', async () => {
    const { server, agent } = await scene([{ say: 'It is on its way.' }]);
    const { text, end } = await reply(agent);
    expect(text).toBe('It is on its way.');
    expect(end).toMatchObject({ reason: 'complete', usage: { inputTokens: 100 } });
    const asked = server.asked[0]!;
    expect(asked.model).toBe('model-1');
    const system = asked.instructions || (asked.messages[0]?.text ?? '');
    expect(system).toContain('You are Ava.');
    expect(system).toMatch(/Saturday,? 21 November 2026 at 13:00 \(Europe\/Berlin\)/);
    expect(system).toMatch(/<facts>\n- Order 12345 is on its way\n<\/facts>/);
    expect(system.match(/<\/summary>/g)).toHaveLength(1);
    const said = asked.messages.filter(({ role }) => role !== 'system').map(({ text: words }) => words);
    expect(said).toEqual(['Hi.', 'How can I help?', 'Where is order 12345?']);
  });

  test('calls tools, and reads their failures and its own malformed arguments', async () => {
    const inputs: unknown[] = [];
    const { server, agent } = await scene((asked, nth) => {
      if (nth === 0) return { say: 'One moment.', call: [{ name: 'find_order', input: { number: '1' } }] };
      if (nth === 1) return { call: [{ name: 'find_order', rawInput: '{"number": "12' }] };
      return { say: `Done: ${lastResults(asked).length}` };
    });
    const tool = findOrder(async (input) => {
      inputs.push(input);
      return { ok: false, code: 'not-found', message: 'There is no order 1.' };
    });
    const { text, end } = await reply(agent, { tools: [tool] });
    expect(inputs).toEqual([{ number: '1' }]);
    expect(text).toBe('One moment. Done: 2');
    expect(end).toMatchObject({ reason: 'complete' });
    expect(lastResults(server.asked[1]!)[0]).toContain('There is no order 1.');
  });

  test('is stopped when it never stops calling tools', async () => {
    let calls = 0;
    const { agent } = await scene(endlessCalls('find_order', { number: '1' }));
    const tool = findOrder(async () => ({ ok: true, result: { nth: ++calls } }));
    expect((await reply(agent, { tools: [tool] })).end).toMatchObject({ reason: 'tool-limit' });
    expect(calls).toBe(8);
  });

  test('says why it ended early', async () => {
    const cut = await scene([{ say: 'It is', end: 'length' }]);
    expect((await reply(cut.agent)).end).toMatchObject({ reason: 'length' });
    // Only the clouds have a way to say so.
    if (id === 'local-model') return;
    const refused = await scene([{ end: 'refusal', say: 'No.' }]);
    expect((await reply(refused.agent)).end).toMatchObject({ reason: 'refused' });
  });

  test.each<[ModelFailure, string]>([
    ['rate-limit', 'engine-busy'],
    ['overloaded', dialect === 'anthropic' ? 'engine-busy' : 'engine-unavailable'],
    ['quota', 'engine-quota'],
    ['unauthorized', 'engine-rejected-key'],
    ['context-exceeded', 'context-too-long'],
    ['server-error', 'engine-unavailable'],
    ['bad-request', 'engine-refused'],
  ])('%s is %s', async (fail, code) => {
    const { agent } = await scene([{ fail }]);
    const { problem, pieces } = await reply(agent);
    expect(problem).toMatchObject({ code });
    if (fail === 'rate-limit') expect(problem).toMatchObject({ retryAfterSeconds: 7 });
    expect(pieces).toEqual([]);
  });

  test('breaks off in the middle: what came stays, and the failure is told', async () => {
    for (const trouble of ['cut', 'error'] as const) {
      const { agent } = await scene([{ say: 'It is out for', trouble }]);
      const { text, problem } = await reply(agent);
      expect(text).toBe('It is out for');
      expect(problem).toMatchObject({ code: expect.stringMatching(/^engine-(busy|unavailable)$/) });
    }
  });

  test('aborting and leaving really end the request', async () => {
    for (const how of ['abort', 'leave'] as const) {
      const { server, agent } = await scene([{ say: 'It is', trouble: 'stall' }]);
      const stop = new AbortController();
      const work = (async () => {
        for await (const _ of agent.reply({ ...REQUEST, signal: stop.signal })) {
          if (how === 'leave') return 'left';
          stop.abort(new Error('stopped'));
        }
        return 'ended';
      })().catch((error: Error) => error.message);
      expect(await work).toBe(how === 'leave' ? 'left' : 'stopped');
      await server.quiet();
    }
  });

  test('a server that is not there is unavailable', async () => {
    const { server, agent } = await scene([]);
    await server.close();
    expect((await reply(agent)).problem).toMatchObject({ code: 'engine-unavailable' });
  });
});
