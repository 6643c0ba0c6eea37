import type { Line } from '../../../shared/calls/flow.ts';
import type { AdmittedCall, FixedLines } from '../contract.ts';
import type { SpokenSound } from '../speaking/contract.ts';

/** A fixed line as the caller will hear it. Throws what the lines throw, and the signal's reason. */
export async function fixedLine(
  lines: FixedLines,
  { workspaceId, flow }: AdmittedCall,
  line: Line,
  signal: AbortSignal,
): Promise<SpokenSound> {
  const { mulaw, text, words, source } = await lines.sound(workspaceId, line, flow.content.language, signal);
  return { mulaw, text, source, words: placed(text, words) };
}

/** Where each word ends in the text; those that are not found in their order are left out. */
function placed(text: string, words: readonly { text: string; endMs: number }[]): SpokenSound['words'] {
  let at = 0;
  return words.flatMap(({ text: word, endMs }) => {
    const found = text.indexOf(word, at);
    if (found < 0) return [];
    at = found + word.length;
    return [{ endMs, charEnd: at }];
  });
}
