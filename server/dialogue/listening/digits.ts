/** Of numbers with more lengths, none tells much. */
const MOST_LENGTHS = 3;
const MOST_DIGITS = 16;
/** A digit by itself, and as one of two or three alike that are said as such. */
const WEIGHTS = [8, 1, 1];
const ALIKE = ['', 'double ', 'triple '];

/** Of English-speaking countries most telephone numbers have ten digits, and eleven with a leading one or nought. */
export const PHONE_DIGITS = [10, 11] as const;

/**
 * The rule `name` of a number with one of these numbers of digits, and those that it needs, for rules that have `digit`
 * and `digits`. Such a number is mostly given whole: what sounds like one digit less is then heard as two of the same.
 * Others are heard as well; none is preferred where no length is given, or many.
 */
export function numberRules(name: string, lengths: readonly number[]): Record<string, string> {
  const known = lengths.filter((length) => length <= MOST_DIGITS);
  if (known.length === 0 || lengths.length > MOST_LENGTHS) return { [name]: '<digits>' };
  const rules: Record<string, string> = {
    [name]: `/9/ ( ${known.map((length) => `<${ofLength(length)}>`).join(' | ')} ) | /1/ <digits>`,
  };
  for (let length = 1; length <= Math.max(...known); length++) rules[ofLength(length)] = inARow(length);
  return rules;
}

const ofLength = (length: number) => `digits_${length}`;

function inARow(length: number): string {
  const ways = ALIKE.slice(0, length).map((alike, index) => {
    const rest = length - index - 1;
    return `/${WEIGHTS[index]}/ ${alike}<digit>${rest > 0 ? ` <${ofLength(rest)}>` : ''}`;
  });
  return ways.join(' | ');
}
