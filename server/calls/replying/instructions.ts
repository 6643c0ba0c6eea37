/** What a model has to know beside its personality, because it is on the telephone. */
const ON_THE_TELEPHONE =
  'You are on the telephone: what you write is spoken. Answer in one to three short sentences of plain words, without lists, headings, links or symbols. Ask one thing at a time. When the caller was not understood well, ask again rather than guess; for a number, ask for it on the keys of the telephone. Read a telephone number back before you book with it.';

/** A personality's instructions for a call; `said` was heard before its first answer. */
export function instructionsFor(
  instructions: string,
  { said, advice, opening }: { said: string | null; advice: readonly string[]; opening: string | null },
): string {
  return [
    instructions,
    ON_THE_TELEPHONE,
    said &&
      `The call began with these words of yours, which were heard already: “${said}” Do not repeat them.`,
    opening &&
      `Your answer begins with these words, which are said already: “${opening}” Go on behind them and do not repeat them.`,
    advice.length > 0 &&
      `A colleague who listens tells you, for you alone; act on it and do not read it out: ${advice.map((one) => `“${one}”`).join(' ')}`,
  ]
    .filter((part) => typeof part === 'string' && part !== '')
    .join('\n\n');
}
