import { phoneOf } from './grammar.ts';
import type { RecognizedPiece } from './settings.ts';

/** How surely the words of a grammar were said, from 0 to 1: 0 where strange sounds fitted better. */
export function scoreOf(pieces: readonly RecognizedPiece[]): number {
  if (pieces.length === 0 || pieces.some(({ name }) => phoneOf(name) !== null)) return 0;
  return pieces.reduce((sum, { score }) => sum + score, 0) / pieces.length;
}
