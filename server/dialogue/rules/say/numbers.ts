/** A number of a telephone as it is read out: digit by digit in groups of three, “5 5 5, 1 2 3, 4 5 6 7”. */
export function sayNumber(number: string): string {
  const digits = number.replaceAll(/\D/g, '');
  // No digit stands alone at the end.
  const groups = digits.match(/\d{3}(?=\d{2})|\d+/g) ?? [];
  return `${number.startsWith('+') ? 'plus ' : ''}${groups.map((group) => [...group].join(' ')).join(', ')}`;
}
