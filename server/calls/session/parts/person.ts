import { isUnwritten, toPeople } from '../expectedAnswer.ts';
import type { Part, Stage } from '../stage.ts';

/** A person talks with the caller. We are silent, and write down what the caller says if somebody here takes dictation. */
export class PersonPart implements Part {
  readonly shows = 'person';
  readonly fillers = 'hold';

  constructor(private readonly stage: Stage) {}

  begin(): void {
    const { expected, task } = toPeople(this.stage.call.flow.content.language, 'ever');
    this.stage.expect(expected, task);
  }

  /** Whoever talks with the caller hears them: that their words are not written down is seen where they would stand. */
  goesUnheard(error: unknown): boolean {
    return isUnwritten(error);
  }
}
