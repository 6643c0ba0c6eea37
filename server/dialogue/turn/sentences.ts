import { sentenceBorders } from '../../speech/sentences.ts';

/** A sentence that goes on for longer is spoken in parts, so that nobody waits for its end. */
const LONGEST_CHARACTERS = 280;
/** A part is not shorter than this, or it would sound chopped. */
const SHORTEST_PART = 80;

/**
 * Cuts text that comes in pieces into sentences. A sentence is given as soon as what follows shows that it is over;
 * its white space behind it belongs to it, so that all of them joined are the text.
 */
export class SentenceSplitter {
  private pending = '';
  private readonly language: string;

  constructor(language: string) {
    this.language = language;
  }

  /** The sentences that are complete now. */
  add(text: string): string[] {
    this.pending += text;
    const complete: string[] = [];
    for (let end = this.border(); end > 0; end = this.border()) {
      complete.push(this.pending.slice(0, end));
      this.pending = this.pending.slice(end);
    }
    return complete;
  }

  /** What is left at the end of the text. */
  end(): string[] {
    const rest = this.pending;
    this.pending = '';
    return rest === '' ? [] : [rest];
  }

  /** Behind the first complete sentence; 0 where there is none yet. */
  private border(): number {
    const { pending, language } = this;
    for (const border of sentenceBorders(pending, language)) {
      // More of the white space, or of a number or an address, may still come.
      if (pending.slice(border).trim() === '') break;
      // “1.” before an item of a list belongs to the item.
      if (/\p{L}/u.test(pending.slice(0, border))) return border;
    }
    return pending.length > LONGEST_CHARACTERS ? partOf(pending) : 0;
  }
}

/** Where to part a long sentence: behind a comma or another pause, else behind a word. */
function partOf(text: string): number {
  const within = text.slice(0, LONGEST_CHARACTERS);
  for (const pause of [/[,;:–—]\s+/gu, /\s+/gu]) {
    const last = [...within.matchAll(pause)].at(-1);
    const end = last ? last.index + last[0].length : 0;
    if (end >= SHORTEST_PART) return end;
  }
  return 0;
}
