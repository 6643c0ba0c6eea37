import { once } from 'node:events';
import { fastify } from 'fastify';
import { expect, test } from 'vitest';
import { answerInTime } from './answerInTime.ts';
import { handleProblems } from './problems.ts';

test('who sent a body and is not answered in time is told so, and the work hears of it', async () => {
  const app = fastify();
  handleProblems(app);
  answerInTime(app, 50);
  let overdue: AbortSignal | undefined;
  app.post('/slow', async (request) => {
    overdue = request.overdue;
    await once(overdue!, 'abort');
    overdue!.throwIfAborted();
  });
  app.post('/quick', async (request) => ({ overdue: request.overdue!.aborted }));
  app.post('/long', { schema: { produces: ['audio/wav'] } }, async (request) => ({
    due: request.overdue !== undefined,
  }));
  const address = await app.listen({ port: 0, host: '127.0.0.1' });
  const post = (path: string) =>
    fetch(address + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"some":"thing"}',
    });
  try {
    const late = await post('/slow');
    expect(await late.json()).toMatchObject({ status: 504, code: 'timeout' });
    expect(overdue?.aborted).toBe(true);
    expect(await (await post('/quick')).json()).toEqual({ overdue: false });
    expect(await (await post('/long')).json()).toEqual({ due: false });
  } finally {
    await app.close();
  }
});
