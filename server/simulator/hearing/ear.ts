import { decodeMuLaw } from '../../audio/g711.ts';
import type { SpeechRecognizer } from '../../speech/recognition/contract.ts';
import { CALL_RATE_HZ } from '../../telephony/callTransport.ts';
import { pausesIn, spokenOf } from './pauses.ts';

/** Understands what came over a line: of the sound alone, never of what the program says that it said. */
export interface Ear {
  /** Which of these sentences is at the end of what was heard; null: none of them. */
  understand(heard: Uint8Array, sentences: readonly string[]): Promise<number | null>;
  /** Whether somewhere in what was heard these words are said, one behind the other. */
  hears(heard: Uint8Array, words: string): Promise<boolean>;
}

/** Below this mean score of its words a sentence may be another one that sounds a little like it. */
const LEAST_CONFIDENCE = 0.93;
/** Of the words: voices swallow a short one, and what is missing in earnest is a departure. */
const LEAST_SHARE = 0.7;
/** Ends of what was heard that are listened to beside those behind a pause, where the sound has none. */
const LAST_MS = [1_200, 1_700, 2_300];
const MOST_PAUSES = 4;
/** Longer ones cannot be a question alone. */
const LONGEST_MS = 8_000;
/** As long as a word takes, with its share of pauses. */
const WORD_MS = 450;
const EDGE_MS = 100;

/** @param recognizer one that knows phrases and follows texts. */
export function openEar(recognizer: SpeechRecognizer): Ear {
  const ask = (heard: Uint8Array, what: { phrases?: string[]; expected?: string[] }) =>
    recognizer.transcribe(decodeMuLaw(heard), CALL_RATE_HZ, {
      language: 'en',
      ...what,
      signal: new AbortController().signal,
    });

  async function understand(heard: Uint8Array, sentences: readonly string[]): Promise<number | null> {
    const known = new Map(sentences.map((sentence, index) => [plain(sentence), index]));
    let best: { words: number; confidence: number; index: number } | null = null;
    for (const fromMs of endsOf(heard)) {
      const part = heard.subarray((fromMs * CALL_RATE_HZ) / 1000);
      const { text, confidence } = await ask(part, { phrases: [...known.keys()] });
      const index = known.get(plain(text));
      if (index === undefined || (confidence ?? 0) < LEAST_CONFIDENCE) continue;
      const found = { words: text.split(' ').length, confidence: confidence ?? 0, index };
      // The end of a longer question may be a shorter one.
      if (
        !best ||
        found.words > best.words ||
        (found.words === best.words && found.confidence > best.confidence)
      )
        best = found;
    }
    return best?.index ?? null;
  }

  async function hears(heard: Uint8Array, words: string): Promise<boolean> {
    const expected = plain(words).split(' ');
    for (const piece of piecesOf(heard, expected.length)) {
      const { confidence, departures } = await ask(piece, { expected });
      // Between them nothing else; before and behind them anything.
      const inside = departures?.some(
        ({ kind, from, to }) => kind !== 'extra' || (from > 0 && to < expected.length),
      );
      if (departures && (confidence ?? 0) >= LEAST_SHARE && !inside) return true;
    }
    return false;
  }

  return { understand, hears };
}

/** Where the last sentences of what was heard may begin, in ms. */
function endsOf(heard: Uint8Array): number[] {
  const lengthMs = (heard.length * 1000) / CALL_RATE_HZ;
  const { pauses, endMs } = pausesIn(heard);
  const behind = pauses.slice(-MOST_PAUSES).map(({ toMs }) => toMs - 60);
  const all = [...behind, ...LAST_MS.map((ms) => endMs - ms), lengthMs <= LONGEST_MS ? 0 : -1];
  const due = all.filter((ms) => ms >= 0 && endMs - ms > 300 && endMs - ms < LONGEST_MS);
  // Two that are almost the same are one.
  return due
    .sort((one, other) => one - other)
    .filter((ms, index) => index === 0 || ms - due[index - 1]! > 80);
}

/**
 * Each stretch between two pauses, with as many behind it as so many words need: among few other sounds words are
 * found surely, among many they are lost.
 */
function piecesOf(heard: Uint8Array, words: number): Uint8Array[] {
  const { pauses, endMs } = pausesIn(heard);
  const stretches = pauses.map(({ toMs }, index) => ({
    fromMs: toMs,
    toMs: pauses[index + 1]?.fromMs ?? endMs,
  }));
  const at = (ms: number) => Math.max(0, (ms * CALL_RATE_HZ) / 1000);
  return stretches.map(({ fromMs }, index) => {
    const last =
      stretches.slice(index).find(({ toMs }) => toMs - fromMs >= words * WORD_MS) ?? stretches.at(-1)!;
    return spokenOf(heard.subarray(at(fromMs - EDGE_MS), at(last.toMs + EDGE_MS)));
  });
}

/** Words as they sound: small letters, digits one by one. */
function plain(text: string): string {
  return text
    .toLowerCase()
    .replaceAll('’', "'")
    .replaceAll(/[^\p{L}\p{N}'\s-]/gu, ' ')
    .replaceAll('-', ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
