import { afterEach, expect, test } from 'vitest';
import { UsageReport } from '../../../shared/api/usage.ts';
import { PriceTable } from '../../../shared/prices/priceTable.ts';
import { type ChatScene, chatScene } from '../../../test/support/chatScene.ts';
import { startModelServer } from '../../../test/support/models/modelServer.ts';
import { mountUsage } from './usage.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

/** A chat with a model that costs this, and the accounts of it. */
async function withModel(models: PriceTable['models']): Promise<ChatScene> {
  const server = await startModelServer({
    dialect: 'anthropic',
    script: () => ({ say: 'We open at nine.' }),
  });
  open.push(server);
  const chat = await chatScene({
    model: { id: 'anthropic', baseUrl: server.url },
    scopes: ['conversations:write', 'workspace:read'],
    mounts: ({ database }) => [
      (app) =>
        mountUsage(app, {
          database,
          givenPlan: 'enterprise',
          prices: PriceTable.parse({ models }),
          planChanged: () => {},
        }),
    ],
  });
  open.push(chat);
  for (const message of ['When do you open?', 'And on Sundays?'])
    expect((await chat.owner.post('/api/v1/chat', { message })).status).toBe(200);
  return chat;
}
const reportOf = async (chat: ChatScene, narrowed = '') =>
  UsageReport.parse((await chat.owner.get(`/api/v1/usage${narrowed}`)).body);
const PRICE = {
  agent: 'anthropic',
  models: '^model-1$',
  usdPerMillionInput: 10,
  usdPerMillionOutput: 50,
  source: 'this test',
  asOf: '2026-11',
};

test('what a model read and wrote is in the cost, the forecast and the export, by its name', async () => {
  const chat = await withModel([PRICE]);
  const report = await reportOf(chat);
  const [model] = report.answers.agents;
  const { inputTokens = 0, outputTokens = 0 } = model ?? {};
  const costUsd = (inputTokens * 10 + outputTokens * 50) / 1e6;
  expect(inputTokens).toBeGreaterThan(0);
  expect(model).toMatchObject({ id: 'anthropic', model: 'model-1', answers: 2, unpriced: 0 });
  expect(model?.costUsd).toBeCloseTo(costUsd, 12);
  expect(report.costUsd).toBeCloseTo(costUsd, 12);
  expect(report.month.costUsd).toBeCloseTo(costUsd, 12);
  expect(report.month.forecastUsd).toBeGreaterThanOrEqual(report.month.costUsd);
  // A part of the speech says nothing of answers.
  expect((await reportOf(chat, '?engine=flite')).costUsd).toBe(0);

  const [head = '', ...lines] = String((await chat.owner.get('/api/v1/usage/export')).body)
    .trimEnd()
    .split('\r\n');
  const names = head.split(',');
  const cells = lines.at(-1)?.split(',') ?? [];
  const of = (name: string) => cells[names.indexOf(name)];
  expect([of('engine'), of('voice'), of('answers')]).toEqual(['anthropic', 'model-1', '2']);
  expect([Number(of('input_tokens')), Number(of('output_tokens'))]).toEqual([inputTokens, outputTokens]);
  expect(Number(of('cost_usd'))).toBeCloseTo(costUsd, 12);
});

test('a model whose price nobody knows is not counted as free', async () => {
  const chat = await withModel([{ ...PRICE, models: '^another$' }]);
  expect(await reportOf(chat)).toMatchObject({ costUsd: 0, answers: { answers: 2, unpriced: 2 } });
});
