/** A whole number with its thousands apart. */
export const formatCount = (count: number): string => Math.round(count).toLocaleString('en-US');

/** US dollars; small amounts with as many digits as say something. */
export function formatUsd(usd: number): string {
  if (usd === 0) return '$0';
  if (usd < 0.0001) return 'under $0.0001';
  return `$${usd.toLocaleString('en-US', usd < 1 ? { maximumSignificantDigits: 2 } : { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
}
