/** What an address may carry, before it is checked. */
export type RawSearch = Record<string, unknown>;

/** A text of the address; absent when it is none or empty. */
export const textParam = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined;

/** A number of the address, at least 0; absent otherwise. */
export const numberParam = (value: unknown): number | undefined => {
  const number = typeof value === 'string' || typeof value === 'number' ? Number(value) : Number.NaN;
  return Number.isFinite(number) && number >= 0 ? number : undefined;
};

/** One of the given words; absent otherwise. */
export const choiceParam = <Choice extends string>(
  value: unknown,
  choices: readonly Choice[],
): Choice | undefined => choices.find((choice) => choice === value);
