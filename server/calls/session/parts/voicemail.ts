import type { FlowCommand } from '../../contract.ts';
import type { Said } from '../../speaking/mouth.ts';
import { BEEP } from '../../speaking/tone.ts';
import { PATIENCE } from '../../turns/patience.ts';
import { isUnwritten, toPeople } from '../expectedAnswer.ts';
import type { Part, Stage } from '../stage.ts';

/** The caller leaves a message, until they are silent, press a key, or have spoken for long enough. */
export class VoicemailPart implements Part {
  private beeped: string | null = null;
  /** A key said that the message is whole: its last words are still being taken down. */
  private ending = false;
  private over = false;

  constructor(
    private readonly stage: Stage,
    private readonly command: Extract<FlowCommand, { type: 'voicemail' }>,
  ) {}

  begin(): void {
    this.stage.setDeaf(true);
    this.stage.sayLine(this.command.line, 'fixed');
    this.beeped = this.stage.saySound(BEEP, 'fixed');
  }

  onSaid({ id, cut }: Said): void {
    if (id !== this.beeped || cut) return;
    const { stage } = this;
    // Whoever leaves a message knows that it is kept.
    stage.timeline.startRecording('A message is left');
    stage.setDeaf(false);
    const { expected, task } = toPeople(stage.call.flow.content.language, 'until-silent');
    stage.expect(expected, task);
    stage.yieldFloor();
    stage.after(this.command.maxMs, () => this.done());
  }

  onKey(): boolean {
    if (this.ending) return true;
    this.ending = true;
    if (this.stage.handIn()) this.stage.after(2 * PATIENCE.transcriptMs, () => this.done());
    else this.done();
    return true;
  }

  /** Words are written down as they are understood; the message goes on until a silence. */
  onTurn(): void {
    if (this.ending) this.done();
  }

  onReprompt(): void {
    this.done();
  }

  /** Whoever hears the message hears what nobody here could write down. */
  goesUnheard(error: unknown): boolean {
    return isUnwritten(error);
  }

  private done(): void {
    if (this.over) return;
    this.over = true;
    // What was said of the message is no answer to what comes next.
    if (this.ending) this.stage.setDeaf(true);
    this.stage.tell({ type: 'message-over' });
  }
}
