import type { SpeechDocument, SpeechPart } from '../../../shared/markup/document.ts';
import type { SpeechParameters } from '../../../shared/speech/parameters.ts';
import { sentenceBorders } from '../sentences.ts';

type TextPart = Extract<SpeechPart, { kind: 'text' }>;
type Style = Pick<TextPart, 'emphasis' | 'sayAs' | 'phoneme' | 'replaces'>;

/**
 * What stands between two spaces of the authored text, or all that one `say-as` or `phoneme` encloses or a dictionary
 * replaces.
 */
export interface Token extends Style {
  text: string;
  charStart: number;
  charEnd: number;
  /** No space stands before it. */
  joined?: true;
}

/** What is said in one breath and what is not: the engine speaks utterances, silences are cut to the sample. */
export type Step =
  | { kind: 'silence'; durationMs: number; between: 'break' | 'sentence' | 'paragraph' | 'breath' }
  | { kind: 'utterance'; tokens: Token[]; final: boolean };

const SENTENCE_PAUSE_MS = 380;
const PARAGRAPH_PAUSE_MS = 750;
/** Between the parts of a sentence too long for one breath. */
const BREATH_PAUSE_MS = 130;
/** An engine takes time and memory by the utterance; nobody says more than this in one breath either. */
export const MAX_UTTERANCE_CHARACTERS = 300;

/**
 * Cuts a document into utterances and silences. A `<break>` is exactly as long as it says and takes the
 * place of the pause that would be there; breaks beside each other add up. Other pauses follow the speed.
 */
export function planSpeech(
  document: SpeechDocument,
  parameters: Pick<SpeechParameters, 'sentencePauseMs' | 'paragraphPauseMs'>,
  speed: number,
): Step[] {
  const sentencePause = parameters.sentencePauseMs ?? SENTENCE_PAUSE_MS / speed;
  const paragraphPause = parameters.paragraphPauseMs ?? PARAGRAPH_PAUSE_MS / speed;
  const steps: Step[] = [];
  let pauseMs: number | undefined;
  let between: 'sentence' | 'paragraph' | 'breath' = 'sentence';
  let breakMs: number | undefined;
  let segment: TextPart[] = [];

  const speakSegment = () => {
    const sentences = splitSentences(segment, document.language);
    segment = [];
    for (const tokens of sentences) {
      const breaths = splitBreaths(tokens);
      for (const [index, breath] of breaths.entries()) {
        const silenceMs = breakMs ?? pauseMs ?? 0;
        if (silenceMs > 0)
          steps.push({
            kind: 'silence',
            durationMs: silenceMs,
            between: breakMs === undefined ? between : 'break',
          });
        const last = index === breaths.length - 1;
        steps.push({ kind: 'utterance', tokens: breath, final: last && endsSentence(breath) });
        breakMs = undefined;
        pauseMs = last ? sentencePause : BREATH_PAUSE_MS / speed;
        between = last ? 'sentence' : 'breath';
      }
    }
  };

  for (const part of document.parts) {
    if (part.kind === 'text') {
      segment.push(part);
    } else if (part.kind === 'break') {
      speakSegment();
      breakMs = (breakMs ?? 0) + part.durationMs;
    } else {
      speakSegment();
      if (pauseMs !== undefined) {
        pauseMs = paragraphPause;
        between = 'paragraph';
      }
    }
  }
  speakSegment();
  if (breakMs) steps.push({ kind: 'silence', durationMs: breakMs, between: 'break' });
  return closeLast(steps);
}

/** The last utterance ends the text, so its melody falls whether it has a full stop or not. */
function closeLast(steps: Step[]): Step[] {
  const last = steps.findLast((step) => step.kind === 'utterance');
  if (last?.kind === 'utterance') last.final = true;
  return steps;
}

const endsSentence = (tokens: Token[]) => /[.!?…。！？।؟]["'”’»)\]]*$/u.test(tokens.at(-1)?.text ?? '');

/** Sentences as lists of tokens; what only has punctuation is said with its neighbour or not at all. */
function splitSentences(parts: TextPart[], language: string): Token[][] {
  let text = '';
  const from: number[] = [];
  const to: number[] = [];
  const styles: TextPart[] = [];
  for (const part of parts) {
    const literal = part.text.length === part.charEnd - part.charStart;
    for (let i = 0; i < part.text.length; i++) {
      from.push(literal ? part.charStart + i : part.charStart);
      to.push(literal ? part.charStart + i + 1 : part.charEnd);
      styles.push(part);
    }
    text += part.text;
  }
  const borders = new Set(sentenceBorders(text, language));
  const sentences: Token[][] = [];
  let tokens: Token[] = [];
  let start = -1;
  const endToken = (end: number) => {
    if (start < 0) return;
    const { emphasis, sayAs, phoneme, replaces } = styles[start]!;
    tokens.push({
      text: text.slice(start, end),
      charStart: from[start]!,
      charEnd: to[end - 1]!,
      ...(emphasis ? { emphasis } : {}),
      ...(sayAs ? { sayAs } : {}),
      ...(phoneme ? { phoneme } : {}),
      ...(replaces === undefined ? {} : { replaces }),
      ...(start > 0 && !/\s/.test(text[start - 1]!) ? { joined: true } : {}),
    });
    start = -1;
  };
  for (let i = 0; i < text.length; i++) {
    const style = styles[i]!;
    const previous = styles[i - 1];
    const whole = style.sayAs ?? style.phoneme ?? style.replaces;
    const continues = previous !== undefined && sameStyle(previous, style);
    if (previous && !continues) endToken(i);
    if (borders.has(i) && !(whole && continues)) {
      endToken(i);
      sentences.push(tokens);
      tokens = [];
    }
    if (!whole && /\s/.test(text[i]!)) endToken(i);
    else if (start < 0) start = i;
  }
  endToken(text.length);
  sentences.push(tokens);
  return sentences.filter((sentence) => sentence.some((token) => isSpoken(token.text)));
}

/** What a dictionary replaces stands by itself: two of its words beside each other are not one. */
function sameStyle(a: TextPart, b: TextPart): boolean {
  if (a.replaces !== undefined || b.replaces !== undefined) return a === b;
  return a.emphasis === b.emphasis && a.sayAs === b.sayAs && a.phoneme === b.phoneme;
}

/** Whether there is anything to say in it: a letter, a figure or a symbol that has a name. */
export const isSpoken = (text: string) => /[\p{L}\p{N}%&@+=$€£¥<>°§]/u.test(text);

/** A sentence too long for one breath is cut after a comma if there is one late enough, else between words. */
function splitBreaths(tokens: Token[]): Token[][] {
  const breaths: Token[][] = [];
  let breath: Token[] = [];
  let length = 0;
  for (const token of tokens) {
    if (length + token.text.length > MAX_UTTERANCE_CHARACTERS && breath.length > 0) {
      const comma = breath.findLastIndex((candidate) => /[,;:–—]$/u.test(candidate.text));
      const cut = comma >= breath.length / 3 ? comma + 1 : breath.length;
      breaths.push(breath.slice(0, cut));
      breath = breath.slice(cut);
      length = breath.reduce((sum, candidate) => sum + candidate.text.length + 1, 0);
    }
    breath.push(token);
    length += token.text.length + 1;
  }
  breaths.push(breath);
  return breaths.filter((candidate) => candidate.some((token) => isSpoken(token.text)));
}
