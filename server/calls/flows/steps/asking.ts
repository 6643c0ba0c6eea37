import type { Line } from '../../../../shared/calls/flow.ts';
import type { FlowEvent } from '../../contract.ts';
import type { Move, Waiting } from './step.ts';

type Ask = Extract<Waiting, { type: 'ask' }>;

/**
 * A question that is asked anew while it is not answered, so often; then it is given up. Before a question that was
 * not understood is asked anew, it is said why.
 */
export class Question {
  private asked = 0;
  private explaining = false;

  constructor(
    private readonly ask: Ask,
    private readonly tries: number,
    private readonly givenUp: Move,
  ) {}

  /** Asks, or gives up where it was asked often enough. */
  put(): Move {
    this.explaining = false;
    if (this.asked >= this.tries) return this.givenUp;
    this.asked += 1;
    return { wait: this.ask };
  }

  /** Asks anew after `why` was said. */
  putAfter(why: Line): Move {
    if (this.asked >= this.tries) return this.givenUp;
    this.explaining = true;
    const { expect, secret } = this.ask;
    return { wait: { type: 'say', line: why, again: { expect, secret } } };
  }

  /** What is not an answer: silence, noise, the end of an explanation. An answer may come while it is explained. */
  on({ type }: FlowEvent, notUnderstood: Line): Move | null {
    if (this.explaining) return type === 'line-over' ? this.put() : type === 'gave-up' ? this.givenUp : null;
    switch (type) {
      case 'silence':
        return this.put();
      case 'not-understood':
        return this.putAfter(notUnderstood);
      case 'gave-up':
        return this.givenUp;
      default:
        return null;
    }
  }
}
