import { actorOf } from '../caller.ts';
import type { Clock } from '../clock.ts';
import type { AdmittedCall } from '../contract.ts';
import { Ears, type HearingTask } from '../listening/ears.ts';
import type { Floor } from '../turns/floor.ts';
import type { FloorCommand, FloorEvent } from '../turns/floorEvents.ts';
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
  /** Whether somebody who begins to speak now goes on with their last turn. */
  mayGoOn(): boolean;
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
  /** Where what is being said, or was said last, begins in their sound, and what was expected then. */
  private utterance: { soundMs: number; task: HearingTask | null } | null = null;
  /** It is heard a second time, with what follows it. */
  private again = false;
  /** What is said while nobody listens is heard later; `speech`: where in their sound it is. */
  private later: { speech: { fromMs: number; endMs: number } | null } | null = null;
  /** Since when they are listened to, by the clock. */
  private openSinceMs = 0;

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

  /** Since when they speak and are listened to, by the clock; null: they have not begun. */
  get sinceMs(): number | null {
    const { sinceMs } = this.understood;
    return sinceMs === null ? null : Math.max(sinceMs, this.openSinceMs);
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

  /** `later`: what they say meanwhile is heard, from its beginning, once they are listened to. */
  setDeaf(deaf: boolean, { later = false } = {}): void {
    if (this.deaf && !deaf) this.openSinceMs = this.clock.nowMs();
    this.deaf = deaf;
    if (!deaf) return;
    this.later = later ? { speech: null } : null;
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
  take({ text, keys, speechEndedMs, rest }: Extract<FloorCommand, { type: 'turn' }>): CallerTurn {
    const now = this.clock.nowMs();
    const certainMs = keys || this.flushedMs < speechEndedMs ? now : this.flushedMs;
    const { secretKeys } = this;
    const { beganMs, confidence, engineId, words, secret } = this.understood.take(speechEndedMs);
    this.writer.show('');
    this.again = false;
    // What was written down before is there already.
    const fresh = rest === undefined ? words : words.filter(({ endMs }) => endMs > beganMs);
    if (rest !== '')
      this.writer.write(
        {
          text: rest ?? text,
          words: keys ? [] : fresh,
          confidence: keys ? null : confidence,
          engineId: keys ? null : engineId,
          keys,
          secret: this.hearer.secret() || (keys ? secretKeys : secret),
        },
        { fromMs: keys ? speechEndedMs : beganMs, endMs: speechEndedMs },
      );
    this.secretKeys = false;
    return { text, keys, endedMs: speechEndedMs, certainMs, rest: rest ?? null };
  }

  /** Nothing came of what was being said. */
  clear(): void {
    this.again = false;
    this.secretKeys = false;
    this.understood.clear();
    this.writer.show('');
  }

  /** After everything that happened at once. */
  settle({ hears, holds }: Pick<Floor, 'hears' | 'holds'>): void {
    const { ears, later } = this;
    if (later && !this.deaf) {
      this.later = null;
      if (later.speech) {
        this.hearLater(later.speech);
        return;
      }
    }
    // Attention alone, or nothing: the floor has forgotten it.
    if (!hears && !ears.speaking) {
      // What was answered already is not said anew.
      if (this.again) ears.forget();
      else if (ears.hearing) ears.release();
      this.again = false;
      this.understood.clear();
      if (!this.deaf && !this.hearer.mayGoOn()) ears.keepFrom(null);
    }
    // Somebody who spoke through all of our words is listened to now.
    if (ears.speaking && !ears.hearing && !holds && !hears) this.speechStarts(ears.soundMs);
  }

  close(): void {
    this.ears.close();
  }

  private speechStarts(soundMs: number): void {
    const { ears } = this;
    if (this.deaf) {
      if (!this.later) return;
      const fromMs = this.later.speech?.fromMs ?? soundMs;
      this.later.speech = { fromMs, endMs: soundMs };
      ears.keepFrom(fromMs);
      return;
    }
    if (!ears.hearing) this.listen(soundMs);
    this.understood.begins(this.clockOf(soundMs), this.hearer.secret());
    this.hearer.tellFloor({ type: 'speech-start', again: this.again });
  }

  /** Takes down what is said from here on; where it goes on with what was said last, from the beginning of that. */
  private listen(soundMs: number): void {
    const { ears, utterance } = this;
    const goesOn = utterance !== null && this.hearer.mayGoOn() && ears.canHearFrom(utterance.soundMs);
    if (utterance && goesOn) {
      this.again = true;
      ears.listen(utterance.soundMs, utterance.task);
    } else if (utterance && this.understood.sinceMs !== null) ears.listen(soundMs, utterance.task);
    else {
      this.utterance = { soundMs, task: ears.task };
      ears.keepFrom(soundMs);
      ears.listen(soundMs);
    }
  }

  /** What was said while nobody listened: it counts from now on. */
  private hearLater({ fromMs, endMs }: { fromMs: number; endMs: number }): void {
    this.speechStarts(fromMs);
    if (!this.ears.speaking) this.speechEnds(endMs);
  }

  private speechEnds(soundMs: number): void {
    if (!this.deaf) this.hearer.tellFloor({ type: 'speech-end', endedMs: this.clockOf(soundMs) });
    else if (this.later?.speech) this.later.speech.endMs = soundMs;
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
