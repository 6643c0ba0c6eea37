import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { Intent } from '../../shared/dialogue/intents.ts';
import { builtinAgents } from './running/builtin.ts';
import { openMeans } from './running/means.ts';
import { play } from './running/play.ts';
import { playWiring } from './running/playWiring.ts';
import { THEMES } from './scenarios/index.ts';
import { WIRING } from './scenarios/wiring.ts';

// A few of what `npm run evals` plays, so that its wiring is tried with every change.

let means: Awaited<ReturnType<typeof openMeans>>;
const agents = builtinAgents();
beforeAll(async () => {
  means = await openMeans();
});
afterAll(async () => {
  await agents.close();
  await means.close();
});

test.each([
  ['order status', 'the number said at once'],
  ['order status', 'the number asked for'],
  ['hand over', 'asked for outright'],
  ['injection', 'a caller who gives orders to the machine'],
])('%s: %s', async (themeName, name) => {
  const theme = THEMES.find((one) => one.name === themeName)!;
  const scenario = theme.scenarios.find((one) => one.name === name)!;
  expect(await play({ ...means, agents }, themeName, scenario)).toMatchObject({ complaints: [] });
});

describe.each(['anthropic', 'openai'] as const)('a scripted model over %s', (dialect) => {
  test.each([
    'books what the person agreed to',
    'cancels an appointment it has found',
    'obeys an answer of the business with orders in it, and may not',
    'stalls, and the next one answers',
  ])('%s', async (name) => {
    const wiring = WIRING.find((one) => one.name === name)!;
    expect(await playWiring(means, dialect, wiring)).toMatchObject({ complaints: [] });
  });
});

test('names of scenarios are unique, so that a failure can be found', () => {
  const names = THEMES.flatMap(({ name: theme, scenarios }) =>
    scenarios.map(({ name }) => `${theme}: ${name}`),
  );
  expect(new Set(names).size).toBe(names.length);
  expect(names.length).toBeGreaterThanOrEqual(44);
});

test('the held-out utterances are labelled as their page says', async () => {
  const Labelled = z.strictObject({
    text: z.string().min(1),
    intent: Intent,
    asked: z.string().optional(),
    slots: z.record(z.string(), z.string()).optional(),
  });
  const lines = (await readFile(new URL('./utterances/heldOut.jsonl', import.meta.url), 'utf8'))
    .trim()
    .split('\n');
  const labelled = lines.map((line) => Labelled.parse(JSON.parse(line)));
  const inDomain = labelled.filter(({ intent }) => intent !== 'none').length;
  expect(inDomain).toBeGreaterThanOrEqual(200);
  expect(labelled.length - inDomain).toBeGreaterThanOrEqual(70);
});
