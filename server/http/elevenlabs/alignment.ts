import { z } from 'zod';

/** When each character is heard, in parallel lists: `CharacterAlignmentResponseModel` of ElevenLabs. */
export const Alignment = z.object({
  characters: z.array(z.string()),
  character_start_times_seconds: z.array(z.number().nonnegative()),
  character_end_times_seconds: z.array(z.number().nonnegative()),
});
export type Alignment = z.infer<typeof Alignment>;

/** Sound, and when its characters are heard: `AudioWithTimestampsResponseModel` and `StreamingAudioChunkWithTimestampsResponseModel`. */
export const TimedSpeech = z.object({
  // Looking through millions of characters that were just made here would hold everybody up.
  audio_base64: z.string().meta({ contentEncoding: 'base64' }),
  alignment: Alignment.nullable().describe('Null where it is not known yet'),
  normalized_alignment: Alignment.nullable().describe('The same: the text is spoken as it was sent'),
});

/** A word of the plain text, and when it is heard. */
export interface HeardWord {
  from: number;
  to: number;
  startMs: number;
  endMs: number;
}

/**
 * The characters of `text` from `from` to `to`, which are heard from `startMs` to `endMs`: those of a word evenly over its
 * time, those between words over the time between them. Without words everything is spread evenly.
 */
export function alignCharacters(
  text: string,
  { from, to, startMs, endMs }: HeardWord,
  words: readonly HeardWord[],
): Alignment {
  const alignment: Alignment = {
    characters: [],
    character_start_times_seconds: [],
    character_end_times_seconds: [],
  };
  let at = from;
  let ms = startMs;
  const spread = (until: number, untilMs: number) => {
    const characters = [...text.slice(at, until)];
    const end = Math.max(ms, untilMs);
    const each = (end - ms) / characters.length;
    for (const [index, character] of characters.entries()) {
      alignment.characters.push(character);
      alignment.character_start_times_seconds.push(seconds(ms + index * each));
      alignment.character_end_times_seconds.push(seconds(ms + (index + 1) * each));
    }
    at = Math.max(at, until);
    ms = end;
  };
  for (const word of words) {
    if (word.to <= at || word.from >= to) continue;
    spread(Math.max(at, word.from), word.startMs);
    spread(Math.min(to, word.to), word.endMs);
  }
  spread(to, endMs);
  return alignment;
}

const seconds = (ms: number) => Math.round(ms) / 1000;

/** Behind the spaces and signs that follow a word, which are heard with it. */
export function behindSigns(text: string, at: number): number {
  const next = text.slice(at).search(/[\p{L}\p{N}]/u);
  return next < 0 ? text.length : at + next;
}
