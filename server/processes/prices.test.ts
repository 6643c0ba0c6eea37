import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { costUsd, modelCostUsd } from '../../shared/prices/cost.ts';
import { LIST_PRICES } from '../../shared/prices/priceTable.ts';
import { readEnv } from '../env.ts';
import { readPrices } from './prices.ts';

const folder = mkdtempSync(join(tmpdir(), 'prices-'));
afterAll(() => rmSync(folder, { recursive: true }));

function pricesOf(content: string) {
  const path = join(folder, 'prices.json');
  writeFileSync(path, content);
  return readPrices(readEnv({ VOICEOPS_PRICES_FILE: path }));
}
const KNOWN = { source: 'our contract', asOf: '2026-11' };
const million = { characters: 1_000_000, seconds: 0 };
const VOICE = { id: 'elevenlabs:one', engine: 'elevenlabs' };

test('without prices of their own operators have the list', () => {
  expect(readPrices(readEnv({}))).toBe(LIST_PRICES);
  expect(costUsd(LIST_PRICES, VOICE, million)).toBe(100);
});

test('prices of their own count before the list, for engines and models; the others stay', () => {
  const prices = pricesOf(
    JSON.stringify({
      speech: [{ engine: 'elevenlabs', voices: '^elevenlabs:one$', usdPerMillionCharacters: 60, ...KNOWN }],
      models: [{ agent: 'local', models: '.', usdPerMillionInput: 1, usdPerMillionOutput: 2, ...KNOWN }],
    }),
  );
  expect(costUsd(prices, VOICE, million)).toBe(60);
  expect(costUsd(prices, { ...VOICE, id: 'elevenlabs:two' }, million)).toBe(100);
  expect(modelCostUsd(prices, 'local', 'any', { inputTokens: 1e6, outputTokens: 1e6 })).toBe(3);
  expect(modelCostUsd(prices, 'anthropic', 'claude-sonnet-4-5', { inputTokens: 1e6, outputTokens: 0 })).toBe(
    3,
  );
});

test.each([
  ['{', 'is not JSON'],
  ['{"speach": []}', 'speach'],
  [JSON.stringify({ speech: [{ engine: 'azure', usdPerMinute: -1, ...KNOWN }] }), 'speech.0.usdPerMinute'],
  [JSON.stringify({ speech: [{ engine: 'azure', voices: '(', ...KNOWN }] }), 'speech.0.voices'],
])('a file that is no table of prices stops the start, and is named: %s', (content, said) => {
  expect(() => pricesOf(content)).toThrow(said);
  expect(() => pricesOf(content)).toThrow('VOICEOPS_PRICES_FILE');
});
