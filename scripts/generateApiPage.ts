import { PROBLEMS } from '../shared/api/problems.ts';

const PROBLEMS_TABLE = /(?<=<!-- problems: generated -->\n\n)(\|.*\n)+/;

/** The page about the API with its table of problem codes as they are declared; the rest stays as it is written. */
export function apiPage(written: string): string {
  if (!PROBLEMS_TABLE.test(written)) throw new Error('docs/api.md has no place for the table of problems.');
  const rows = Object.entries(PROBLEMS).map(
    ([code, { status, title, retryable }]) =>
      `| \`${code}\` | ${status} | ${retryable ? 'yes' : ''} | ${title} |\n`,
  );
  return written.replace(
    PROBLEMS_TABLE,
    `| Code | Status | Retry | Means |\n|---|---|---|---|\n${rows.join('')}`,
  );
}
