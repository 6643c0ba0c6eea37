import type { SpeechDocument, SpeechPart } from './document.ts';
import {
  type Attributes,
  breakMs,
  checkAttributes,
  isElement,
  MAX_BREAKS_TOTAL_MS,
  MAX_NESTING,
  type Style,
  styleOf,
} from './elements.ts';
import { MarkupError } from './markupError.ts';
import { UNSPEAKABLE } from './unspeakable.ts';

const TAG = /<(\/?)([A-Za-z][\w-]*)((?:\s+[A-Za-z][\w:-]*\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/y;
const ATTRIBUTE = /([A-Za-z][\w:-]*)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/g;
const ENTITY = /&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,10}));/iy;
const PARAGRAPH = /\r?\n[ \t]*\r?\n\s*/y;
const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

interface Open {
  name: string;
  at: number;
  style: Style;
}

/**
 * Reads portable markup. A text part is either authored characters one to one, or one entity; parts of one
 * element share its `sayAs` and `phoneme` object. A blank line is a paragraph, except inside those two.
 * Throws MarkupError, and nothing else, for markup that cannot be understood.
 */
export function parseMarkup(text: string, language: string): SpeechDocument {
  const parts: SpeechPart[] = [];
  const open: Open[] = [];
  let style: Style = {};
  let breaksMs = 0;
  let textStart = 0;
  let at = 0;

  const flush = (end: number) => {
    if (end > textStart) {
      parts.push({
        kind: 'text',
        text: text.slice(textStart, end),
        charStart: textStart,
        charEnd: end,
        ...style,
      });
    }
  };
  const goTo = (next: number) => {
    at = next;
    textStart = next;
  };

  while (at < text.length) {
    const character = text[at];
    if (character === '<') {
      flush(at);
      const tag = readTag(text, at);
      if (tag.closes) {
        const last = open.pop();
        if (last?.name !== tag.name) {
          throw new MarkupError(at, `</${tag.name}> closes nothing that is open here.`);
        }
        if (last.name !== 'break') style = merge(open);
      } else {
        refuseInside(open, tag.name, at);
        checkAttributes(tag.name, tag.attributes, at);
        if (tag.name === 'break') {
          const durationMs = breakMs(tag.attributes, at);
          breaksMs += durationMs;
          if (breaksMs > MAX_BREAKS_TOTAL_MS) {
            throw new MarkupError(at, 'The breaks of one text can add up to at most 5 minutes.');
          }
          parts.push({ kind: 'break', durationMs, charStart: at, charEnd: tag.end });
          if (!tag.empty) open.push({ name: 'break', at, style: {} });
        } else if (!tag.empty) {
          if (open.length === MAX_NESTING) {
            throw new MarkupError(at, `Elements can lie at most ${MAX_NESTING} deep in each other.`);
          }
          open.push({ name: tag.name, at, style: styleOf(tag.name, tag.attributes, at) });
          style = merge(open);
        } else {
          styleOf(tag.name, tag.attributes, at);
          throw new MarkupError(
            at,
            `<${tag.name}/> encloses no words; write <${tag.name} …>words</${tag.name}>.`,
          );
        }
      }
      goTo(tag.end);
      continue;
    }
    if (character === '&') {
      const entity = readEntity(text, at);
      if (entity) {
        flush(at);
        parts.push({ kind: 'text', text: entity.text, charStart: at, charEnd: entity.end, ...style });
        goTo(entity.end);
        continue;
      }
    }
    if ((character === '\n' || character === '\r') && !style.sayAs && !style.phoneme) {
      PARAGRAPH.lastIndex = at;
      const paragraph = PARAGRAPH.exec(text);
      if (paragraph) {
        flush(at);
        parts.push({ kind: 'paragraph', charStart: at, charEnd: PARAGRAPH.lastIndex });
        goTo(PARAGRAPH.lastIndex);
        continue;
      }
    }
    at++;
  }
  const unclosed = open.at(-1);
  if (unclosed) throw new MarkupError(unclosed.at, `<${unclosed.name}> is never closed.`);
  flush(text.length);
  return { parts, language };
}

function readTag(text: string, at: number) {
  TAG.lastIndex = at;
  const match = TAG.exec(text);
  const name = match?.[2] ?? /^<\/?([A-Za-z][\w-]*)/.exec(text.slice(at, at + 80))?.[1];
  if (name !== undefined && !isElement(name)) {
    throw new MarkupError(
      at,
      `<${name}> is not known; use break, emphasis, phoneme or say-as, or write &lt; for a plain “<”.`,
    );
  }
  if (!match || name === undefined || (match[1] && (match[3] || match[4]))) {
    throw new MarkupError(at, 'This “<” begins no complete element; write &lt; for a plain “<”.');
  }
  const attributes: Attributes = new Map();
  for (const [, key = '', double, single] of (match[3] ?? '').matchAll(ATTRIBUTE)) {
    if (attributes.has(key)) throw new MarkupError(at, `<${name}> has ${key} twice.`);
    attributes.set(key, decode(double ?? single ?? '', at));
  }
  return { name, attributes, closes: match[1] === '/', empty: match[4] === '/', end: TAG.lastIndex };
}

function decode(value: string, at: number): string {
  let result = '';
  for (let i = 0; i < value.length; ) {
    const entity = value[i] === '&' ? readEntity(value, i, at) : undefined;
    result += entity?.text ?? value[i];
    i = entity?.end ?? i + 1;
  }
  return result;
}

/** The entity at `at`; undefined for an `&` that is only an ampersand, as in “Q&A”. */
function readEntity(text: string, at: number, reportAt = at): { text: string; end: number } | undefined {
  ENTITY.lastIndex = at;
  const match = ENTITY.exec(text);
  if (!match) return undefined;
  const [, decimal, hex, name] = match;
  const code = decimal ? Number(decimal) : hex ? Number.parseInt(hex, 16) : undefined;
  const character =
    code === undefined ? ENTITIES[name ?? ''] : code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
  if (character === undefined || UNSPEAKABLE.test(character)) {
    throw new MarkupError(reportAt, `${match[0]} is not a known character; write it out, or &amp; for “&”.`);
  }
  return { text: character, end: ENTITY.lastIndex };
}

function refuseInside(open: readonly Open[], name: string, at: number): void {
  const around = open.find((element) => element.name !== 'emphasis');
  if (around) throw new MarkupError(at, `<${name}> cannot lie inside <${around.name}>.`);
}

function merge(open: readonly Open[]): Style {
  return Object.assign({}, ...open.map((element) => element.style));
}
