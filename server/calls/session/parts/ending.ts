import type { Line } from '../../../../shared/calls/flow.ts';
import type { CallEnd } from '../../../../shared/calls/timeline.ts';
import type { Said } from '../../speaking/mouth.ts';
import type { Part, Stage } from '../stage.ts';

/** Nothing that is said at the end is longer; then the line is broken. */
const LONGEST_MS = 20_000;

/** The last words, and the end. */
export class EndingPart implements Part {
  private done = false;

  constructor(
    private readonly stage: Stage,
    private readonly line: Line | null,
    private readonly end: CallEnd,
  ) {}

  begin(): void {
    this.stage.setDeaf(true);
    if (!this.line) {
      this.hangUp();
      return;
    }
    this.stage.after(LONGEST_MS, () => this.hangUp());
    this.stage.sayLine(this.line, 'fixed');
  }

  onSaid({ purpose, cut }: Said): void {
    if (purpose === 'fixed' && !cut) this.hangUp();
  }

  private hangUp(): void {
    if (this.done) return;
    this.done = true;
    this.stage.hangUp(this.end);
  }
}
