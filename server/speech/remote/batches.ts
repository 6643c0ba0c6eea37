import type { SpeechDocument } from '../../../shared/markup/document.ts';
import type { SpeechParameters } from '../../../shared/speech/parameters.ts';
import { isSpoken, MAX_UTTERANCE_CHARACTERS, planSpeech, type Token } from '../plan/plan.ts';

/** What one request to an engine speaks. */
export interface Batch {
  tokens: readonly Token[];
  /** As the engine is given it. */
  text: string;
  /** Whether it ends a sentence. */
  final: boolean;
  pauseBeforeMs: number;
}

/** How much fits into one request. */
export interface TextLimit {
  max: number;
  unit: 'characters' | 'bytes';
}

export interface BatchOptions {
  limit: TextLimit;
  /** Tokens as the engine is given them; `final` as in Batch. */
  render(tokens: readonly Token[], final: boolean): string;
  /** How a token is read: words for a `say-as`, for example. Throws what cannot be read. */
  read(token: Token): Token;
}

/**
 * Cuts a document into requests: as many sentences as fit, never across a break, a paragraph or a pause of a given
 * length, for those are cut to the sample; a sentence that does not fit alone is cut in breaths, then between words,
 * then anywhere. The second result is the silence behind the last request.
 */
export function batchesOf(
  document: SpeechDocument,
  parameters: Pick<SpeechParameters, 'sentencePauseMs' | 'paragraphPauseMs'>,
  speed: number,
  { limit, render, read }: BatchOptions,
): { batches: Batch[]; pauseAfterMs: number } {
  const fits = (tokens: readonly Token[], final: boolean) =>
    sizeOf(render(tokens, final), limit) <= limit.max;
  const batches: Batch[] = [];
  let pauseMs = 0;
  let mayJoin = false;
  for (const step of planSpeech(document, parameters, speed)) {
    if (step.kind === 'silence') {
      pauseMs += step.durationMs;
      mayJoin =
        step.between === 'breath' ||
        (step.between === 'sentence' && parameters.sentencePauseMs === undefined);
      continue;
    }
    const tokens = step.tokens.map(read);
    const last = batches.at(-1);
    const joined = last && mayJoin ? [...last.tokens, ...tokens] : null;
    if (joined && fits(joined, step.final)) {
      batches[batches.length - 1] = {
        ...last!,
        tokens: joined,
        text: render(joined, step.final),
        final: step.final,
      };
    } else {
      const parts = splitToFit(tokens, fits);
      for (const [index, part] of parts.entries()) {
        const final = index === parts.length - 1 && step.final;
        batches.push({
          tokens: part,
          text: render(part, final),
          final,
          pauseBeforeMs: index === 0 ? pauseMs : 0,
        });
      }
    }
    pauseMs = 0;
    mayJoin = false;
  }
  return { batches, pauseAfterMs: pauseMs };
}

function sizeOf(text: string, { unit }: TextLimit): number {
  return unit === 'bytes' ? Buffer.byteLength(text) : text.length;
}

/** As few pieces as fit; a single token is cut between its characters. */
function splitToFit(
  tokens: readonly Token[],
  fits: (tokens: readonly Token[], final: boolean) => boolean,
): (readonly Token[])[] {
  const whole = tokens.every(({ text }) => text.length <= MAX_UTTERANCE_CHARACTERS) && fits(tokens, true);
  if (whole || tokens.length === 0) return [tokens];
  if (tokens.length > 1) {
    const middle = middleOf(tokens);
    return [tokens.slice(0, middle), tokens.slice(middle)]
      .flatMap((half) => splitToFit(half, fits))
      .filter((part) => part.some(({ text }) => isSpoken(text)));
  }
  const [token] = tokens;
  const characters = [...token!.text];
  // What is said as a whole cannot be cut; the engine says so itself.
  if (!token || token.sayAs || token.phoneme || characters.length < 2) return [tokens];
  const half = characters.length >> 1;
  const middle = characters.lastIndexOf(' ', half) + 1 || half;
  const first = characters.slice(0, middle).join('');
  const cut = token.charEnd - token.charStart === token.text.length ? token.charStart + first.length : null;
  return [
    { ...token, text: first, charEnd: cut ?? token.charEnd },
    {
      ...token,
      text: characters.slice(middle).join(''),
      charStart: cut ?? token.charStart,
      joined: true as const,
    },
  ].flatMap((half) => splitToFit([half], fits));
}

/** Behind the comma nearest to the middle if there is one in the middle half, else the middle. */
function middleOf(tokens: readonly Token[]): number {
  const middle = Math.ceil(tokens.length / 2);
  for (let distance = 0; distance < tokens.length / 4; distance++) {
    for (const at of [middle - distance, middle + distance])
      if (/[,;:–—，、；：،]["'”’»)\]]*$/u.test(tokens[at - 1]?.text ?? '')) return at;
  }
  return middle;
}

/** Tokens with the spaces between them; what does not end in a stop or a comma gets one, so that its melody is right. */
export function plainTextOf(tokens: readonly Token[], final: boolean): string {
  const text = joinTokens(tokens, ({ text: word }) => word);
  return final || !/[\p{L}\p{N}]["'”’»)\]]*$/u.test(text) || UNSPACED.test(text) ? text : `${text},`;
}

/** Scripts that write other commas than ours. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Arabic}]/u;

/** The written form of each token, with the spaces between them. */
export function joinTokens(tokens: readonly Token[], write: (token: Token) => string): string {
  return tokens.map((token, index) => (index > 0 && !token.joined ? ' ' : '') + write(token)).join('');
}
