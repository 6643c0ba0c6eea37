import { z } from 'zod';
import type { Span } from '../../speech/plan/emphasise.ts';
import type { Token } from '../../speech/plan/plan.ts';

/** When each character of a text is heard, in parallel lists. */
export const Alignment = z.object({
  characters: z.array(z.string()),
  character_start_times_seconds: z.array(z.number()),
  character_end_times_seconds: z.array(z.number()),
});
export type Alignment = z.infer<typeof Alignment>;

/** Gathers the characters of a stream's pieces. */
export class Characters {
  private readonly all: { character: string; startMs: number; endMs: number }[] = [];

  /**
   * `audioMs` is how much was heard before the piece. Times count from the beginning of the stream; a piece whose times
   * begin before those of the one before counts from its own.
   */
  add(
    { characters, character_start_times_seconds: starts, character_end_times_seconds: ends }: Alignment,
    audioMs: number,
  ): void {
    const before = this.all.at(-1)?.startMs ?? 0;
    const offsetMs = (starts[0] ?? 0) * 1000 < before - 1 ? audioMs : 0;
    for (const [index, character] of characters.entries()) {
      const startMs = (starts[index] ?? Number.NaN) * 1000 + offsetMs;
      const endMs = (ends[index] ?? Number.NaN) * 1000 + offsetMs;
      this.all.push({ character, startMs, endMs });
    }
  }

  /**
   * Whether audio of this length cannot be that of the characters: raw samples at half or twice the rate that was asked
   * for say so only by their times.
   */
  contradict(audioMs: number): boolean {
    const endMs = this.all.at(-1)?.endMs ?? 0;
    return endMs > 0 && (audioMs < endMs / 1.4 || audioMs > 1.7 * endMs + 1000);
  }

  /** When each token of `text` is heard; undefined where the characters are not those of the text. */
  spansOf(tokens: readonly Token[], text: string): Span[] | undefined {
    const heard = this.all.map(({ character }) => character).join('');
    const timed = this.all.every(({ startMs, endMs }) => endMs >= startMs);
    if (heard.trim() !== text.trim() || !timed) return undefined;
    /** Of each UTF-16 unit of what was heard, the character it belongs to. */
    const at = this.all.flatMap((one) => one.character.split('').map(() => one));
    let from = heard.length - heard.trimStart().length;
    return tokens.map((token, index) => {
      if (index > 0 && !token.joined) from++;
      const units = at.slice(from, from + token.text.length).filter(({ character }) => /\S/.test(character));
      from += token.text.length;
      const first = units[0];
      const last = units.at(-1);
      return first && last ? { startMs: first.startMs, endMs: last.endMs } : null;
    });
  }
}
