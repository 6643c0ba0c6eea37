/** Keys whose values nobody reads in a log. */
const SECRET =
  /password|passphrase|secret|token|authorization|api.?key|cookie|credential|(^|_)(cvv|cvc|pin|ssn)$/i;
/** Keys whose values are personal wherever they stand. */
const PERSONAL =
  /^(phone|mobile|e.?mail|address|street|iban|card.?number|date.?of.?birth|birth.?date|customer.?name|full.?name|first.?name|last.?name|confirmation.?code)$/i;

/** Bounded, and begun only where a word begins: texts come from anybody, and a long one must not take long. */
const EMAIL = /(?<![\p{L}\d._%+-])[\p{L}\d._%+-]{1,64}@[\p{L}\d.-]{1,250}\.\p{L}{2,24}/gu;
/** Seven digits and more, however they are spaced: telephone, card and account numbers; not days and ids. */
const LONG_NUMBER = /(?<![\w.:-])(?!\d{4}-\d{2}-\d{2})\+?\d(?:[ ()./-]{0,2}\d){6,40}(?![\w:-])/g;

/**
 * A copy that may be kept in a log: values of secret and personal keys, e-mail addresses and long numbers are hidden
 * but for a hint to recognise them by.
 * @param personal keys that hold something personal in this value, beside those that always do
 */
export function masked(value: unknown, personal: readonly string[] = []): unknown {
  if (typeof value === 'string') return maskedText(value);
  if (Array.isArray(value)) return value.map((item) => masked(item, personal));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      if (inner === null || inner === undefined || typeof inner === 'boolean') return [key, inner];
      if (SECRET.test(key)) return [key, '•••'];
      if (PERSONAL.test(key) || personal.includes(key)) return [key, hidden(inner)];
      return [key, masked(inner, personal)];
    }),
  );
}

/** Text with e-mail addresses and long numbers hidden. */
export function maskedText(text: string): string {
  return text.replaceAll(EMAIL, (found) => hint(found)).replaceAll(LONG_NUMBER, (found) => hint(found));
}

function hidden(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(hidden);
  return typeof value === 'string' || typeof value === 'number' ? hint(String(value)) : '•••';
}

/** Of a number its last two digits, of a word its first letter. */
function hint(text: string): string {
  const digits = text.replaceAll(/\D/g, '');
  return digits.length >= 5 && !text.includes('@') ? `•••${digits.slice(-2)}` : `${text.slice(0, 1)}•••`;
}
