/** People come out with what they want where they begin or where they end. */
const FIRST_CHARACTERS = 300;
const LAST_CHARACTERS = 150;

/** As much of a message as is looked at: all of a short one, beginning and end of a long one, in whole words. */
export function gistOf(text: string): string {
  if (text.length <= FIRST_CHARACTERS + LAST_CHARACTERS) return text;
  const first = text.slice(0, FIRST_CHARACTERS).replace(/\s\S*$/, '');
  const last = text.slice(-LAST_CHARACTERS).replace(/^\S*\s/, '');
  return `${first} … ${last}`;
}
