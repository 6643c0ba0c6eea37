/** As many as one batch takes. */
export const MOST_LINES = 500;
const TITLE_CHARACTERS = 60;

/** A script of each line that says something; its title stands before a tab, or is its first words. */
export function scriptsOfLines(
  lines: string,
  language: string,
): { title: string; language: string; text: string }[] {
  return lines
    .split(/\r?\n/)
    .map((line) => {
      const [title, ...text] = line.split('\t');
      return text.length > 0
        ? { title: title!.trim(), text: text.join(' ').trim() }
        : { title: '', text: line.trim() };
    })
    .filter(({ text }) => text !== '')
    .map(({ title, text }) => ({ title: title || firstWords(text), language, text }));
}

function firstWords(text: string): string {
  const plain = text
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  if (plain.length <= TITLE_CHARACTERS) return plain || text.slice(0, TITLE_CHARACTERS);
  const cut = plain.slice(0, TITLE_CHARACTERS);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), 20)).trimEnd()}…`;
}
