/** What a maker asks for a language model: list prices in US dollars, without discounts, caching and taxes. */
export interface ModelPrice {
  agent: string;
  /** Names of models that match. */
  models: RegExp;
  usdPerMillionInput: number;
  usdPerMillionOutput: number;
  source: string;
  /** The month for which it is known, `YYYY-MM`. */
  asOf: string;
}

const ANTHROPIC = {
  agent: 'anthropic',
  source: 'https://docs.claude.com/en/docs/about-claude/pricing',
  asOf: '2025-12',
};
const OPENAI = { agent: 'openai', source: 'https://platform.openai.com/docs/pricing', asOf: '2025-12' };

/** The first entry that matches counts; a model of these makers that is not listed has no known price. */
export const MODEL_PRICES: readonly ModelPrice[] = [
  { models: /^claude-haiku-4-5/, usdPerMillionInput: 1, usdPerMillionOutput: 5, ...ANTHROPIC },
  { models: /^claude-sonnet-4/, usdPerMillionInput: 3, usdPerMillionOutput: 15, ...ANTHROPIC },
  { models: /^claude-opus-4-5/, usdPerMillionInput: 5, usdPerMillionOutput: 25, ...ANTHROPIC },
  { models: /^gpt-4o-mini/, usdPerMillionInput: 0.15, usdPerMillionOutput: 0.6, ...OPENAI },
  { models: /^gpt-4o/, usdPerMillionInput: 2.5, usdPerMillionOutput: 10, ...OPENAI },
  { models: /^gpt-4\.1-mini/, usdPerMillionInput: 0.4, usdPerMillionOutput: 1.6, ...OPENAI },
  { models: /^gpt-4\.1-nano/, usdPerMillionInput: 0.1, usdPerMillionOutput: 0.4, ...OPENAI },
  { models: /^gpt-4\.1/, usdPerMillionInput: 2, usdPerMillionOutput: 8, ...OPENAI },
  { models: /^gpt-5-mini/, usdPerMillionInput: 0.25, usdPerMillionOutput: 2, ...OPENAI },
  { models: /^gpt-5-nano/, usdPerMillionInput: 0.05, usdPerMillionOutput: 0.4, ...OPENAI },
  { models: /^gpt-5(-\d{4}|$)/, usdPerMillionInput: 1.25, usdPerMillionOutput: 10, ...OPENAI },
];

/** US dollars by the list price; 0 for agents that cost nothing, null for a model whose price is not known. */
export function modelCostUsd(
  agentId: string,
  model: string,
  { inputTokens, outputTokens }: { inputTokens: number; outputTokens: number },
): number | null {
  if (inputTokens + outputTokens === 0) return 0;
  const makers = MODEL_PRICES.filter(({ agent }) => agent === agentId);
  if (makers.length === 0) return 0;
  const price = makers.find(({ models }) => models.test(model));
  return price
    ? (inputTokens * price.usdPerMillionInput + outputTokens * price.usdPerMillionOutput) / 1e6
    : null;
}
