import { ProblemError } from '../../../problem.ts';

const PLACE = /\{(\w+)\}/g;

/** Names of inputs that an address takes. */
export function placesOf(template: string): string[] {
  return [...template.matchAll(PLACE)].map(([, name]) => name ?? '');
}

/**
 * Throws `validation-failed` for a template whose host depends on input, or that is no address.
 */
export function checkTemplate(template: string): void {
  const invalid = (message: string) =>
    new ProblemError('validation-failed', `The address ${message}.`, {
      errors: [{ field: 'urlTemplate', message }],
    });
  const origin = /^https?:\/\/[^/?#]+/i.exec(template)?.[0];
  if (!origin) throw invalid('must begin with https:// or http://');
  if (/[{}]/.test(origin)) throw invalid('takes inputs in path and query only: the host is always the same');
  if (template.includes('#')) throw invalid('must not have a fragment (#)');
  if (/[{}]/.test(template.replaceAll(PLACE, ''))) throw invalid('has a brace without its {name}');
  if (!URL.canParse(template.replaceAll(PLACE, 'x'))) throw invalid('cannot be read');
}

/**
 * The address with inputs in their places. What has no place goes into the query with `inQuery`, and otherwise into
 * `body`. A parameter of the query whose input is not given is left out; what is missing in the path throws
 * `validation-failed`.
 */
export function filledUrl(
  template: string,
  input: Readonly<Record<string, unknown>>,
  inQuery: boolean,
): { url: URL; body: Record<string, unknown> } {
  const places = new Set(placesOf(template));
  const [path = '', query = ''] = template.split('?');
  const filledPath = path.replaceAll(PLACE, (_, name: string) => {
    const value = plain(input[name]);
    if (value === undefined || value === '')
      throw new ProblemError('validation-failed', `${name}: is needed for the address.`);
    return encodeURIComponent(value);
  });
  const url = new URL(filledPath);
  // Dots alone would walk up the path.
  if (depthOf(url) !== depthOf(new URL(path.replaceAll(PLACE, 'x'))))
    throw new ProblemError('validation-failed', 'The inputs do not make an address.');
  for (const part of query.split('&').filter((one) => one !== '')) {
    const [name = '', value = ''] = part.split('=');
    const given = placesOf(value);
    if (given.some((place) => plain(input[place]) === undefined)) continue;
    const text = decoded(value).replaceAll(PLACE, (_, place: string) => plain(input[place]) ?? '');
    url.searchParams.append(decoded(name), text);
  }
  const rest = Object.entries(input).filter(([name, value]) => !places.has(name) && value !== undefined);
  if (inQuery)
    for (const [name, value] of rest) {
      const text = plain(value);
      if (text !== undefined) url.searchParams.append(name, text);
    }
  return { url, body: Object.fromEntries(rest) };
}

const depthOf = ({ pathname }: URL) => pathname.split('/').length;

function plain(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
