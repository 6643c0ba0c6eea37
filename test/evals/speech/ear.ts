import { expectedSpeech } from '../../../server/dialogue/listening/grammar.ts';
import type { Asked } from '../../../server/dialogue/understanding/asked.ts';
import type { Speech } from '../../../server/speech/contract.ts';
import type { RecognitionTask, SpeechRecognizer } from '../../../server/speech/recognition/contract.ts';
import { ORDERS, SERVICES } from '../running/usualWorld.ts';
import { type Band, LINE_RATE_HZ, speak, type Voice } from './callers.ts';

/** How well one voice was understood over one line. */
export interface Heard {
  words: number;
  wrongWords: number;
  sentences: number;
  wholeSentences: number;
  /** What was said and what was understood, where that differs. */
  misheard: string[];
}

/** Hears one voice over one line by what may be said next, and counts what it mishears. */
export class Ear {
  readonly heard: Heard = { words: 0, wrongWords: 0, sentences: 0, wholeSentences: 0, misheard: [] };
  private readonly means: { speech: Speech; recognizer: SpeechRecognizer; voice: Voice; band: Band };

  constructor(means: { speech: Speech; recognizer: SpeechRecognizer; voice: Voice; band: Band }) {
    this.means = means;
  }

  /** What is understood of a sentence that should be one of those that may be said. */
  async listen(text: string, asked: Asked, pace: number): Promise<string> {
    const understood = await this.recognise(text, asked, pace);
    const [said, got] = [plainWords(text), plainWords(understood)];
    const wrong = distance(said, got);
    this.heard.words += said.length;
    this.heard.wrongWords += wrong;
    this.heard.sentences += 1;
    if (wrong === 0) this.heard.wholeSentences += 1;
    else this.heard.misheard.push(`${text} → ${understood}`);
    return understood;
  }

  /** What is understood of a sentence, whatever it is; empty when it is none of those that may be said. */
  recognise(text: string, asked: Asked, pace = 1): Promise<string> {
    return this.hear(text, { grammar: expectedHere(asked) }, pace);
  }

  /** Which of the phrases is understood of a sentence; empty when it is none. */
  choose(text: string, phrases: readonly string[]): Promise<string> {
    return this.hear(text, { phrases }, 1);
  }

  private async hear(text: string, task: RecognitionTask, pace: number): Promise<string> {
    const { speech, recognizer, voice, band } = this.means;
    const sound = await speak(speech, text, { voice, band, pace });
    const { text: understood } = await recognizer.transcribe(sound, LINE_RATE_HZ[band], {
      language: 'en',
      ...task,
      signal: new AbortController().signal,
    });
    return understood;
  }
}

/** What may be said next in the evaluations' business. */
export function expectedHere(asked: Asked): Record<string, string> {
  const services = SERVICES.map(({ name }) => name);
  const orderDigits = [...new Set(ORDERS.map(({ number }) => number.length))];
  return expectedSpeech({ asked, services, orderDigits });
}

export function plainWords(text: string): string[] {
  return (
    text
      .toLowerCase()
      .replaceAll('’', "'")
      .match(/[\p{L}']+/gu) ?? []
  );
}

/** Words left out, put in and exchanged (Levenshtein). */
function distance(from: readonly string[], to: readonly string[]): number {
  let row = to.map((_, index) => index + 1);
  row.unshift(0);
  for (const [index, word] of from.entries()) {
    const next = [index + 1];
    for (const [at, other] of to.entries())
      next.push(Math.min(next[at]! + 1, row[at + 1]! + 1, row[at]! + Number(word !== other)));
    row = next;
  }
  return row.at(-1)!;
}
