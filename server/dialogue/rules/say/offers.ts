import type { Scene } from '../scene.ts';
import { oneOf } from './times.ts';

const ABILITIES: readonly [tool: string, ability: string][] = [
  ['order_status', 'look up an order'],
  ['track_package', 'track a package'],
  ['book_appointment', 'book, move or cancel an appointment'],
  ['opening_hours', 'tell you our opening hours'],
  ['search_products', 'find a product'],
];

/** What the agent can do here: by the tools it was given. */
export function abilities({ offers }: Scene): string {
  const can = ABILITIES.filter(([tool]) => offers(tool)).map(([, ability]) => ability);
  return can.length === 0 ? 'I can only chat a little here.' : `I can ${oneOf(can)}.`;
}

/** What is asked when something is done. */
export const MORE = 'Is there anything else?';

/** The question that leads out, and what it asks for. */
export function wayOut({ offers }: Scene): { question: string; asked: 'hand-over' | 'anything' } {
  return offers('transfer')
    ? { question: 'Shall I connect you with a person?', asked: 'hand-over' }
    : { question: 'What else can I do for you?', asked: 'anything' };
}
