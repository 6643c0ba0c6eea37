import type { Token } from '../plan/plan.ts';
import { joinTokens } from './batches.ts';

/** What XML 1.0 cannot hold in any form: control characters but tab and line ends, halves of pairs, U+FFFE, U+FFFF. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones to be taken out
const NOT_IN_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu;

/** Text as XML character data or a quoted attribute: nothing of it can be taken for markup. */
export function escapeXml(text: string): string {
  return text
    .replace(NOT_IN_XML, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;');
}

/** An element around `inner`, which is markup already; attributes that are undefined are left out. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | undefined>>,
  inner: string,
): string {
  const written = Object.entries(attributes).map(([key, value]) =>
    value === undefined ? '' : ` ${key}="${escapeXml(value)}"`,
  );
  return `<${name}${written.join('')}>${inner}</${name}>`;
}

/** The elements an engine knows; what is missing is written as plain text. */
export interface SsmlDialect {
  emphasis?: boolean;
  /** The engine's own `interpret-as` (and `format`) for ours; null where it has none. */
  sayAs?: (
    interpretAs: string,
    format: string | undefined,
  ) => { interpretAs: string; format?: string | undefined } | null;
  /** The engine's name of an alphabet, and the sounds in it; null where it cannot say them. */
  phoneme?: (phoneme: NonNullable<Token['phoneme']>) => { alphabet: string; ph: string } | null;
}

/** Tokens as SSML, to be put into the engine's own `<speak>`. */
export function ssmlOf(tokens: readonly Token[], dialect: SsmlDialect): string {
  return joinTokens(tokens, (token) => {
    let inner = escapeXml(token.text);
    const phoneme = token.phoneme && dialect.phoneme?.(token.phoneme);
    if (phoneme) inner = element('phoneme', { ...phoneme }, inner);
    const sayAs = token.sayAs && dialect.sayAs?.(token.sayAs.interpretAs, token.sayAs.format);
    if (sayAs) inner = element('say-as', { 'interpret-as': sayAs.interpretAs, format: sayAs.format }, inner);
    return token.emphasis && dialect.emphasis ? element('emphasis', { level: token.emphasis }, inner) : inner;
  });
}
