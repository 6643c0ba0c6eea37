import type { FlowCommand } from '../../contract.ts';
import type { Said } from '../../speaking/mouth.ts';
import { anyWish, expectedAnswer } from '../expectedAnswer.ts';
import type { CallerTurn, Part, Stage } from '../stage.ts';

/**
 * Something is said, and the flow goes on. Who takes the floor meanwhile is listened to first; should it be nothing, a
 * re-prompt follows.
 */
export class SayPart implements Part {
  readonly keepsKeys = true;
  readonly answered = true;
  readonly secret: boolean;
  private over = false;

  constructor(
    private readonly stage: Stage,
    private readonly command: Extract<FlowCommand, { type: 'say' }>,
  ) {
    this.secret = command.again?.secret ?? false;
  }

  begin(): void {
    const { stage, command } = this;
    const { flow, mailDomains } = stage.call;
    const { language } = flow.content;
    if (this.secret) stage.timeline.pauseRecording('Something secret is asked for');
    const { expected, task } = command.again
      ? expectedAnswer(command.again.expect, language, mailDomains)
      : { expected: { what: 'anything' as const, language, mostKeys: 1 }, task: anyWish(language) };
    stage.expect(expected, task);
    stage.sayLine(command.line, 'fixed');
  }

  onSaid({ purpose, cut }: Said): void {
    if (purpose === 'fixed' && !cut) this.goOn();
  }

  onTurn({ text, keys }: CallerTurn): void {
    if (this.over) return;
    if (this.stage.tell({ type: 'said', text, keys })) this.over = true;
    else this.goOn();
  }

  onReprompt(): void {
    this.goOn();
  }

  onGaveUp(): void {
    this.goOn();
  }

  private goOn(): void {
    if (this.over) return;
    this.over = true;
    this.stage.tell({ type: 'line-over' });
  }
}

/** That the call is recorded and an AI speaks: to be heard to its end before anything is kept. */
export class AnnouncementPart implements Part {
  readonly keepsKeys = true;

  constructor(
    private readonly stage: Stage,
    private readonly done: () => void,
  ) {}

  begin(): void {
    const { announcement } = this.stage.call.flow.content.lines;
    this.stage.listenLater();
    if (announcement) this.stage.sayLine(announcement, 'announcement');
  }

  onSaid({ purpose, whole, source, cut }: Said): void {
    if (purpose !== 'announcement' || cut) return;
    const { stage } = this;
    const heard = whole && source !== null;
    stage.disclosed = heard;
    if (heard && stage.call.flow.content.record) stage.timeline.startRecording('The caller was told');
    stage.setDeaf(false);
    this.done();
  }
}
