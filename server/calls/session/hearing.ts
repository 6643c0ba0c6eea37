import { actorOf } from '../caller.ts';
import type { Clock } from '../clock.ts';
import type { AdmittedCall } from '../contract.ts';
import { Ears, type HearingTask } from '../listening/ears.ts';
import type { Floor, FloorCommand, FloorEvent } from '../turns/floor.ts';
import type { CallEngineDeps } from './contract.ts';
import type { CallerTurn } from './stage.ts';
import type { Timeline } from './timeline.ts';
import { Understood } from './understood.ts';

/** Whom a caller's sound, words and keys are told. */
export interface Hearer {
  /** Runs what comes from outside behind whatever is being done. */
  post(work: () => void): void;
  tellFloor(event: FloorEvent): void;
  /** Nothing of what is said now may be kept or shown. */
  secret(): boolean;
  /** Whether a key that does not count now is for what is asked next; then it is kept there. */
  keepsKey(digit: string): boolean;
  /** Whether a key was taken already. */
  takesKey(): boolean;
  /** Nobody listens to what is being said. */
  onNotHeard(error: unknown): void;
}

/** The caller as they are heard: when they speak, what is understood of it, and the turns that come of it. */
export class Hearing {
  private readonly ears: Ears;
  private readonly understood: Understood;
  private deaf = false;
  private flushedMs = 0;

  constructor(
    { voiceActivity, recognition }: Pick<CallEngineDeps, 'voiceActivity' | 'recognition'>,
    call: AdmittedCall,
    private readonly clock: Clock,
    private readonly timeline: Timeline,
    private readonly hearer: Hearer,
  ) {
    this.understood = new Understood(clock);
    this.ears = new Ears(
      voiceActivity,
      recognition,
      {
        workspaceId: call.workspaceId,
        language: call.flow.content.language,
        use: { purpose: 'call', actor: actorOf(call), callId: call.id },
      },
      {
        onSpeechStart: (soundMs) => hearer.post(() => this.speechStarts(soundMs)),
        onSpeechEnd: (soundMs) => hearer.post(() => this.speechEnds(soundMs)),
        onInterim: (text) => hearer.post(() => this.interim(text)),
        onFinal: (final) => hearer.post(() => this.final(final)),
        onFlushed: () => hearer.tellFloor({ type: 'flushed' }),
        onTrouble: (error) => hearer.post(() => hearer.onNotHeard(error)),
      },
    );
  }

  /** Since when the caller speaks, by the clock; null: they have not begun. */
  get sinceMs(): number | null {
    return this.understood.sinceMs;
  }

  audio(frame: Uint8Array): void {
    this.ears.audio(frame);
  }

  press(digit: string): void {
    const ahead = this.deaf && this.hearer.keepsKey(digit);
    // What is typed ahead may be for something secret.
    this.timeline.add({ kind: 'key', digit: ahead || this.hearer.secret() ? '•' : digit });
    if (this.deaf || this.hearer.takesKey()) return;
    this.count(digit);
  }

  /** A key counts, now or after it was kept. */
  count(digit: string): void {
    this.ears.forget();
    this.hearer.tellFloor({ type: 'key', digit });
  }

  /** What the caller is likely to say. */
  expect(task: HearingTask): void {
    this.ears.expect(task);
  }

  /** Nothing the caller says or presses counts while it is deaf. */
  setDeaf(deaf: boolean): void {
    this.deaf = deaf;
    if (!deaf) return;
    this.ears.forget();
    this.hearer.tellFloor({ type: 'deafened' });
  }

  /** The recogniser is to say what it has. */
  flush(): void {
    this.flushedMs = this.clock.nowMs();
    this.ears.flush();
  }

  /** The caller's turn is over: it is kept as they said it. */
  take({ text, keys, speechEndedMs }: Extract<FloorCommand, { type: 'turn' }>): CallerTurn {
    const now = this.clock.nowMs();
    const secret = this.hearer.secret();
    const certainMs = keys || this.flushedMs < speechEndedMs ? now : this.flushedMs;
    const { beganMs, confidence, engineId, words } = this.understood.take(speechEndedMs);
    this.timeline.show({ interim: '' });
    this.timeline.add(
      {
        kind: 'heard',
        text: secret ? '' : text,
        ...(keys || secret ? {} : this.timeline.timed(words)),
        confidence: keys ? null : confidence,
        engineId: keys ? null : engineId,
        keys,
        secret,
      },
      { fromMs: keys ? speechEndedMs : beganMs, endMs: speechEndedMs },
    );
    return { text, keys, endedMs: speechEndedMs, certainMs };
  }

  /** Nothing came of what was being said. */
  clear(): void {
    this.understood.clear();
    this.timeline.show({ interim: '' });
  }

  /** After everything that happened at once. */
  settle({ hears, holds }: Pick<Floor, 'hears' | 'holds'>): void {
    const { ears } = this;
    // Attention alone, or nothing: the floor has forgotten it.
    if (ears.hearing && !hears && !ears.speaking) ears.release();
    // Somebody who spoke through all of our words is listened to now.
    if (ears.speaking && !ears.hearing && !holds && !hears) this.speechStarts(ears.soundMs);
  }

  close(): void {
    this.ears.close();
  }

  private speechStarts(soundMs: number): void {
    if (this.deaf) return;
    this.ears.listen(soundMs);
    this.understood.begins(this.clockOf(soundMs));
    this.hearer.tellFloor({ type: 'speech-start' });
  }

  private speechEnds(soundMs: number): void {
    if (!this.deaf) this.hearer.tellFloor({ type: 'speech-end', endedMs: this.clockOf(soundMs) });
  }

  private interim(text: string): void {
    if (this.deaf) return;
    if (!this.hearer.secret()) this.timeline.show({ interim: text });
    this.hearer.tellFloor({ type: 'interim', text });
  }

  private final(final: Parameters<Understood['final']>[0]): void {
    if (this.deaf) return;
    const words = final.words.map(({ text, startMs, endMs }) => ({
      text,
      startMs: this.clockOf(startMs),
      endMs: this.clockOf(endMs),
    }));
    this.understood.final({ ...final, words });
    this.hearer.tellFloor({ type: 'final', text: final.text });
  }

  /** A time of the caller's sound, by the clock. */
  private clockOf(soundMs: number): number {
    return this.clock.nowMs() - Math.max(0, this.ears.soundMs - soundMs);
  }
}
