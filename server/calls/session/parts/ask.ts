import type { FlowCommand } from '../../contract.ts';
import { expectedAnswer } from '../expectedAnswer.ts';
import type { CallerTurn, Part, Stage } from '../stage.ts';

/** Something is asked, and answered by words or keys. The flow judges the answer. */
export class AskPart implements Part {
  readonly secret: boolean;
  readonly keepsKeys = true;
  readonly answered = true;
  private over = false;

  constructor(
    private readonly stage: Stage,
    private readonly command: Extract<FlowCommand, { type: 'ask' }>,
    /** What the caller said before it was asked. */
    private readonly early: CallerTurn | null,
  ) {
    this.secret = command.secret;
  }

  begin(): void {
    const { stage, command } = this;
    if (this.secret) stage.timeline.pauseRecording('Something secret is asked for');
    const { flow, mailDomains } = stage.call;
    const { expected, task } = expectedAnswer(command.expect, flow.content.language, mailDomains);
    stage.expect(expected, task);
    if (this.early && this.answers(this.early)) return;
    if (!stage.pressAhead()) stage.sayLine(command.line, 'fixed');
    stage.yieldFloor();
  }

  onTurn(turn: CallerTurn): void {
    if (!this.over && !this.answers(turn)) this.not('not-understood');
  }

  onReprompt(why: 'not-understood' | 'silence', count: number): void {
    this.stage.timeline.add({ kind: 'reprompt', why, count });
    this.not(why);
  }

  onGaveUp(): void {
    if (this.over) return;
    this.over = true;
    this.stage.tell({ type: 'gave-up' });
  }

  private answers({ text, keys }: CallerTurn): boolean {
    this.over = this.stage.tell({ type: 'said', text, keys });
    return this.over;
  }

  private not(why: 'not-understood' | 'silence'): void {
    if (this.over) return;
    this.over = this.stage.tell({ type: why });
    if (this.over) return;
    // The flow has nothing to say about it: it is asked as before.
    this.stage.sayLine(this.command.line, 'reprompt');
    this.stage.yieldFloor();
  }
}
