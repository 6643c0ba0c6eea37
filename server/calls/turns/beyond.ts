/** What some words add to those that they begin with again; with nothing before them, all of them. */
export function beyond(before: string, words: string): string {
  const known = plain(before);
  const said = words.split(/\s+/).filter((word) => plain(word).length > 0);
  const differs = said.findIndex((word, place) => plain(word)[0] !== known[place]);
  return differs < 0 ? '' : said.slice(differs).join(' ');
}

const plain = (words: string) =>
  words
    .toLowerCase()
    .split(/\s+/)
    .map((word) => word.replaceAll(/[^\p{L}\p{N}]/gu, ''))
    .filter((word) => word !== '');
