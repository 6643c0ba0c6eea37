import { move, transferableSymbol, valueSymbol } from 'piscina';
import { type ShapeTask, shape } from './shape.ts';

/** Runs in a thread; the samples are moved back, not copied. */
export default function run(task: ShapeTask) {
  const shaped = shape(task);
  const samples = shaped.samples.slice();
  return move({ [transferableSymbol]: [samples.buffer], [valueSymbol]: { ...shaped, samples } });
}
