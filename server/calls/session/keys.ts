import type { Hearing } from './hearing.ts';
import type { Part } from './stage.ts';
import type { Timeline } from './timeline.ts';

/** More are not kept: no flow asks for so many before it says something. */
const MOST_AHEAD = 40;

/** The keys that a caller presses: those that count now, and those that are for what is asked next. */
export class Keys {
  /** Pressed while nobody listened, for what is asked behind that. */
  private ahead: string[] = [];

  constructor(
    private readonly timeline: Timeline,
    private readonly hearing: Hearing,
    /** What is under way. */
    private readonly part: () => Part | null,
  ) {}

  press(digit: string): void {
    const part = this.part();
    const { deaf } = this.hearing;
    const ahead = deaf && (part?.keepsKeys ?? false);
    if (ahead && this.ahead.length < MOST_AHEAD) this.ahead.push(digit);
    // What is typed ahead may be for something secret.
    this.timeline.add({ kind: 'key', digit: ahead || part?.secret ? '•' : digit });
    if (!deaf && !part?.onKey?.()) this.hearing.key(digit);
  }

  /**
   * Presses what was typed ahead, each within `within`; false: there is nothing for an answer. A key that only ends a
   * number before them ends nothing.
   */
  pressAhead(within: (press: () => void) => () => void): boolean {
    while (this.ahead[0] === '#') this.ahead.shift();
    const press = within(() => {
      const digit = this.ahead.shift();
      if (digit === undefined) return;
      this.hearing.key(digit);
      press();
    });
    const waiting = this.ahead.length > 0;
    if (waiting) press();
    return waiting;
  }

  /** What was typed ahead answers nothing any more. */
  forgetAhead(): void {
    this.ahead = [];
  }
}
