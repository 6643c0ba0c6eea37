import { z } from 'zod';
import type { HeardWord } from '../../speech/recognition/contract.ts';

/** A word as Deepgram tells it; times in seconds. */
const Word = z.object({
  word: z.string(),
  punctuated_word: z.string().nullish(),
  start: z.number(),
  end: z.number(),
  confidence: z.number().nullish(),
});
const Alternative = z.object({
  transcript: z.string(),
  confidence: z.number().nullish(),
  words: z.array(Word).default([]),
  languages: z.array(z.string()).nullish(),
});

/** Of a whole file. */
export const FileAnswer = z.object({
  results: z.object({
    channels: z
      .array(
        z.object({
          alternatives: z.array(Alternative),
          detected_language: z.string().nullish(),
          language_confidence: z.number().nullish(),
        }),
      )
      .min(1),
    utterances: z
      .array(
        z.object({
          transcript: z.string(),
          start: z.number(),
          end: z.number(),
          confidence: z.number().nullish(),
        }),
      )
      .nullish(),
  }),
});

/** Of a stream. */
const StreamAnswer = z.union([
  z.object({
    type: z.literal('Results'),
    start: z.number(),
    duration: z.number(),
    is_final: z.boolean().nullish(),
    speech_final: z.boolean().nullish(),
    from_finalize: z.boolean().nullish(),
    channel: z.object({ alternatives: z.array(Alternative).min(1) }),
  }),
  z.object({ type: z.literal('SpeechStarted'), timestamp: z.number() }),
  z.object({ type: z.literal('UtteranceEnd'), last_word_end: z.number() }),
  z.object({ type: z.literal('Metadata') }),
  z.object({ type: z.literal('Error') }),
]);
export type StreamAnswer = z.infer<typeof StreamAnswer>;
const KINDS = new Set(['Results', 'SpeechStarted', 'UtteranceEnd', 'Metadata', 'Error']);
const AnyAnswer = z.object({ type: z.string() });

/** A message of a stream; `'other'` for kinds that say nothing of what is heard, null for what is no answer. */
export function readStreamAnswer(text: string): StreamAnswer | 'other' | null {
  try {
    const json: unknown = JSON.parse(text);
    const any = AnyAnswer.safeParse(json);
    if (!any.success) return null;
    if (!KINDS.has(any.data.type)) return 'other';
    return StreamAnswer.safeParse(json).data ?? null;
  } catch {
    return null;
  }
}

export const ms = (seconds: number) => Math.max(0, Math.round(seconds * 1000));

export function wordsOf(words: readonly z.infer<typeof Word>[]): HeardWord[] {
  return words.map(({ word, punctuated_word, start, end, confidence }) => ({
    text: punctuated_word ?? word,
    startMs: ms(start),
    endMs: ms(end),
    confidence: confidence ?? null,
  }));
}
