import { afterEach, expect, test } from 'vitest';
import type { ModelScript } from '../../../test/support/models/modelScript.ts';
import { endlessCalls } from '../../../test/support/models/modelScript.ts';
import { plainTool, type ScriptedModel, scriptedModel, turnOf } from '../../../test/support/turnScene.ts';

const open: ScriptedModel[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});
async function model(script: ModelScript, id?: 'anthropic' | 'openai'): Promise<ScriptedModel> {
  const made = await scriptedModel(script, id);
  open.push(made);
  return made;
}

test('text for the eye, sentences for the ear, tools as they run, and an end', async () => {
  const { desk } = await model([
    { say: 'One moment. ', call: [{ name: 'find_order', input: { number: '12345' } }] },
    { say: 'Dr. Lee’s order is on its way. It costs $3.50.' },
  ]);
  const tool = plainTool('find_order', () => ({ ok: true, result: { status: 'on its way' } }));
  const { events, outcome } = await turnOf([desk], {
    tools: [tool],
    opening: 'This is Ava, an AI assistant.',
  });
  const text = 'This is Ava, an AI assistant.\n\nOne moment. Dr. Lee’s order is on its way. It costs $3.50.';
  const kinds = events.map(({ kind }) => kind);
  expect(kinds[0]).toBe('understood');
  expect(kinds.at(-1)).toBe('ended');
  expect(kinds.indexOf('tool-started')).toBeLessThan(kinds.indexOf('tool-ended'));
  expect(events.flatMap((event) => (event.kind === 'text' ? event.text : [])).join('')).toBe(text);
  expect(events.flatMap((event) => (event.kind === 'sentence' ? [event.text] : []))).toEqual([
    'This is Ava, an AI assistant.',
    '\n\nOne moment. ',
    'Dr. Lee’s order is on its way. ',
    'It costs $3.50.',
  ]);
  expect(outcome).toMatchObject({
    text,
    end: 'complete',
    agent: { id: 'anthropic', version: 'model-1' },
    facts: ['find_order was used'],
    answer: 'One moment. Dr. Lee’s order is on its way. It costs $3.50.',
    calls: [{ tool: 'find_order', arguments: { number: '12345' }, answer: { ok: true } }],
  });
});

test('an agent that answered is known to work: what failed in between does not add up against it', async () => {
  const { desk } = await model([
    { say: 'One.' },
    { fail: 'server-error' },
    { say: 'Two.' },
    { fail: 'server-error' },
    { fail: 'server-error' },
    { say: 'Three.' },
  ]);
  for (let turn = 0; turn < 6; turn++) await turnOf([desk]);
  expect(desk.statistics.read()).toMatchObject({ requests: 6, failures: 3 });
  expect(desk.circuit.read().state).toBe('closed');
  expect(desk.queue.active).toBe(0);
});

test('the next one answers when the first is busy, stalls or says nothing, and knows what tools said', async () => {
  for (const script of [
    [{ fail: 'overloaded' }],
    [{ fail: 'silent' }],
    [{ say: '', end: undefined }],
    [{ call: [{ name: 'find_order', input: {} }] }, { fail: 'server-error' }],
  ] as ModelScript[]) {
    const first = await model(script);
    const second = await model([{ say: 'Here I am.' }], 'openai');
    const tool = plainTool('find_order', () => ({ ok: true, result: 1 }));
    const { outcome } = await turnOf([first.desk, second.desk], {
      tools: [tool],
      limits: { firstPieceMs: 1500 },
    });
    expect(outcome).toMatchObject({ text: 'Here I am.', end: 'complete', agent: { id: 'openai' } });
    expect(outcome.problem?.code).toMatch(/^(engine-|timeout)/);
    const told = JSON.stringify(second.server.asked[0]);
    expect(told.includes('find_order was used')).toBe(outcome.calls.length > 0);
    await first.server.quiet();
  }
});

test('words that were said are not taken back: what breaks off later is kept, and says so', async () => {
  for (const trouble of ['cut', 'error', 'stall'] as const) {
    const first = await model([{ say: 'It is out for', trouble }]);
    const second = await model([{ say: 'Never asked.' }], 'openai');
    const { outcome } = await turnOf([first.desk, second.desk], { limits: { idleMs: 200 } });
    expect(outcome.end).toBe('failed');
    expect(outcome.text).toBe('It is out for Sorry, I was interrupted. Please ask me that once more.');
    expect(second.server.asked).toEqual([]);
  }
});

test('when nobody can answer a fixed line says so, in the language of the conversation', async () => {
  const first = await model([{ fail: 'unauthorized' }]);
  const second = await model([{ fail: 'rate-limit' }], 'openai');
  const { outcome } = await turnOf([first.desk, second.desk], { language: 'de-DE' });
  expect(outcome).toMatchObject({ end: 'failed', answer: null, problem: { code: 'engine-busy' } });
  expect(outcome.text).toMatch(/^Es tut mir leid/);
  expect((await turnOf([])).outcome.agent.id).toBe('none');
});

test('refusals and endless tools end with words', async () => {
  const refusing = await model([{ end: 'refusal' }]);
  expect((await turnOf([refusing.desk])).outcome).toMatchObject({
    end: 'refused',
    text: 'I am sorry, I cannot help with that.',
  });
  const endless = await model(endlessCalls('look', {}));
  const tool = plainTool('look', () => ({ ok: true, result: 1 }));
  const { outcome } = await turnOf([endless.desk], { tools: [tool] });
  expect(outcome).toMatchObject({ end: 'tool-limit', text: expect.stringContaining('a person') });
  const cut = await model([{ say: 'It is', end: 'length' }]);
  expect((await turnOf([cut.desk])).outcome).toMatchObject({ end: 'length', text: 'It is', answer: null });
});

test('what is too long is shortened and asked once more', async () => {
  const { desk, server } = await model([{ fail: 'context-exceeded' }, { say: 'Now I can.' }]);
  const history = Array.from({ length: 40 }, (_, n) => ({
    by: n % 2 ? ('agent' as const) : ('person' as const),
    text: `${n} ${'word '.repeat(80)}`,
  }));
  const { outcome } = await turnOf([desk], { history, facts: ['Order 12345 is on its way'] });
  expect(outcome).toMatchObject({ end: 'complete', text: 'Now I can.' });
  const [long, short] = server.asked;
  expect(short!.messages.length).toBeLessThan(long!.messages.length / 3);
  expect(short!.instructions).toContain('Order 12345 is on its way');
});

test('an abort ends the turn and the request to the model at once, and keeps what was said', async () => {
  const { desk, server } = await model([{ say: 'It is out for', trouble: 'stall' }]);
  const stop = new AbortController();
  const startedAt = performance.now();
  const { events, outcome } = await turnOf([desk], { signal: stop.signal }, (event) => {
    if (event.kind === 'text' && event.text.includes('for')) stop.abort(new Error('stopped'));
  });
  expect(outcome).toMatchObject({ end: 'aborted', text: 'It is out for', actions: [] });
  expect(events.at(-1)).toMatchObject({ kind: 'ended', reason: 'aborted' });
  expect(performance.now() - startedAt).toBeLessThan(2000);
  await server.quiet();
});

test('an abort does not wait for a tool that hangs', async () => {
  const { desk, server } = await model([{ call: [{ name: 'hang', input: {} }] }]);
  const stop = new AbortController();
  const tool = plainTool('hang', () => new Promise<never>(() => {}));
  const { outcome } = await turnOf([desk], { tools: [tool], signal: stop.signal }, ({ kind }) => {
    if (kind === 'tool-started') stop.abort();
  });
  expect(outcome).toMatchObject({ end: 'aborted', text: '', calls: [{ tool: 'hang', answer: null }] });
  await server.quiet();
});

test('what a tool did while the turn was aborted is remembered', async () => {
  const { desk, server } = await model([{ call: [{ name: 'book', input: {} }] }]);
  const stop = new AbortController();
  const tool = plainTool('book', async () => {
    stop.abort();
    // The transaction commits meanwhile.
    await new Promise((resolve) => setTimeout(resolve, 50));
    return { ok: true, result: 'booked' };
  });
  const { outcome } = await turnOf([desk], { tools: [tool], signal: stop.signal });
  expect(outcome).toMatchObject({
    end: 'aborted',
    facts: ['book was used'],
    calls: [{ tool: 'book', answer: { ok: true } }],
  });
  await server.quiet();
});

test('a tool may take longer than a model may be silent', async () => {
  const { desk } = await model([{ call: [{ name: 'slow', input: {} }] }, { say: 'Done.' }]);
  const tool = plainTool('slow', async () => {
    await new Promise((resolve) => setTimeout(resolve, 1_300));
    return { ok: true, result: 1 };
  });
  // The model itself must not be late on a busy machine.
  const limits = { firstPieceMs: 1_000, idleMs: 1_000 };
  expect((await turnOf([desk], { tools: [tool], limits })).outcome).toMatchObject({ end: 'complete' });
});

test('an answer that is remembered asks nobody', async () => {
  const { desk, server } = await model([]);
  const agent = { id: 'anthropic', name: 'Anthropic', version: 'model-1' };
  const recall = async () => ({ text: 'We are open.', agent, memory: 7 });
  const { outcome } = await turnOf([desk], { recall });
  expect(outcome).toMatchObject({ text: 'We are open.', cached: true, end: 'complete', agent, memory: 7 });
  expect(server.asked).toEqual([]);
});
