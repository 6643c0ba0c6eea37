import { actorOf } from '../caller.ts';
import type { Clock } from '../clock.ts';
import type { AdmittedCall } from '../contract.ts';
import { Ears, type HearingTask } from '../listening/ears.ts';
import type { Floor, FloorCommand, FloorEvent } from '../turns/floor.ts';
import type { CallEngineDeps } from './contract.ts';
import type { CallerTurn } from './stage.ts';
import { Understood } from './understood.ts';
import type { Writer } from './writer.ts';

/** Whom a party's sound and words are told. */
export interface Hearer {
  /** Runs what comes from outside behind whatever is being done. */
  post(work: () => void): void;
  tellFloor(event: FloorEvent): void;
  /** Nothing of what is said now may be kept or shown. */
  secret(): boolean;
  /** Nobody listens to what is being said. */
  onNotHeard(error: unknown): void;
}

/** A party as they are heard: when they speak, what is understood of it, and the turns that come of it. */
export class Hearing {
  /** Nothing they say or press counts. */
  deaf = false;
  private readonly ears: Ears;
  private readonly understood: Understood;
  /** Keys that wait to be a turn are of something secret. */
  private secretKeys = false;
  private flushedMs = 0;

  constructor(
    { voiceActivity, recognition }: Pick<CallEngineDeps, 'voiceActivity' | 'recognition'>,
    call: AdmittedCall,
    private readonly clock: Clock,
    private readonly writer: Writer,
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

  /** Since when they speak, by the clock; null: they have not begun. */
  get sinceMs(): number | null {
    return this.understood.sinceMs;
  }

  audio(frame: Uint8Array): void {
    this.ears.audio(frame);
  }

  /** A key counts. */
  key(digit: string): void {
    this.secretKeys ||= this.hearer.secret();
    this.ears.forget();
    this.hearer.tellFloor({ type: 'key', digit });
  }

  /** What they are likely to say. */
  expect(task: HearingTask): void {
    this.ears.expect(task);
  }

  setDeaf(deaf: boolean): void {
    this.deaf = deaf;
    if (!deaf) return;
    this.secretKeys = false;
    this.ears.forget();
    this.hearer.tellFloor({ type: 'deafened' });
  }

  /** The recogniser is to say what it has. */
  flush(): void {
    this.flushedMs = this.clock.nowMs();
    this.ears.flush();
  }

  /** Their turn is over: it is kept as they said it. What began as something secret stays it. */
  take({ text, keys, speechEndedMs }: Extract<FloorCommand, { type: 'turn' }>): CallerTurn {
    const now = this.clock.nowMs();
    const certainMs = keys || this.flushedMs < speechEndedMs ? now : this.flushedMs;
    const { secretKeys } = this;
    const { beganMs, confidence, engineId, words, secret } = this.understood.take(speechEndedMs);
    this.writer.show('');
    this.writer.write(
      {
        text,
        words: keys ? [] : words,
        confidence: keys ? null : confidence,
        engineId: keys ? null : engineId,
        keys,
        secret: this.hearer.secret() || (keys ? secretKeys : secret),
      },
      { fromMs: keys ? speechEndedMs : beganMs, endMs: speechEndedMs },
    );
    this.secretKeys = false;
    return { text, keys, endedMs: speechEndedMs, certainMs };
  }

  /** Nothing came of what was being said. */
  clear(): void {
    this.secretKeys = false;
    this.understood.clear();
    this.writer.show('');
  }

  /** After everything that happened at once. */
  settle({ hears, holds }: Pick<Floor, 'hears' | 'holds'>): void {
    const { ears } = this;
    // Attention alone, or nothing: the floor has forgotten it.
    if (!hears && !ears.speaking) {
      if (ears.hearing) ears.release();
      this.understood.clear();
    }
    // Somebody who spoke through all of our words is listened to now.
    if (ears.speaking && !ears.hearing && !holds && !hears) this.speechStarts(ears.soundMs);
  }

  close(): void {
    this.ears.close();
  }

  private speechStarts(soundMs: number): void {
    if (this.deaf) return;
    this.ears.listen(soundMs);
    this.understood.begins(this.clockOf(soundMs), this.hearer.secret());
    this.hearer.tellFloor({ type: 'speech-start' });
  }

  private speechEnds(soundMs: number): void {
    if (!this.deaf) this.hearer.tellFloor({ type: 'speech-end', endedMs: this.clockOf(soundMs) });
  }

  private interim(text: string): void {
    if (this.deaf) return;
    if (!this.hearer.secret() && !this.understood.secret) this.writer.show(text);
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

  /** A time of their sound, by the clock. */
  private clockOf(soundMs: number): number {
    return this.clock.nowMs() - Math.max(0, this.ears.soundMs - soundMs);
  }
}
