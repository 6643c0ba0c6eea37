import { FRAME_MS } from '../../telephony/callTransport.ts';
import type { CallerOnLine, CallerSide } from '../carrier/line.ts';
import type { LineSound } from '../carrier/lineSound.ts';
import type { Move, Reply } from './moves.ts';
import type { CallerSounds } from './sounds.ts';

/** Which of these sentences is at the end of what was heard; null: none of them. */
export type Understand = (heard: Uint8Array, sentences: readonly string[]) => Promise<number | null>;

export interface ScriptMeans {
  sounds: CallerSounds;
  voiceId: string;
  /** What a caller needs who answers questions. */
  understand: Understand;
  readFile: (name: string) => Promise<Uint8Array>;
}

/** What a caller did, by the carrier's clock: for whoever looks into a call. */
export interface Deed {
  atMs: number;
  what: string;
}

/** Of what the agent did not understand, in one exchange. */
const MOST_REPEATS = 2;

/** A step of a script: asked in every frame until it is done. */
type Step = (side: CallerSide) => boolean;

/**
 * A caller who follows a script: `await` happens between frames, so that a slow synthesis or understanding is a caller
 * who thinks, and never holds up a line. Everything it will surely say is made before the call.
 */
export class ScriptedCaller implements CallerOnLine {
  readonly deeds: Deed[] = [];
  /** What went wrong with the caller itself. */
  trouble: Error | null = null;
  private readonly means: ScriptMeans;
  private step: { run: Step; done: () => void } | null = null;
  private started = false;
  private readonly moves: readonly Move[];
  private sinceMs = 0;
  /** What was said last, for whoever did not understand it. */
  private last: { sound: LineSound; what: string } | null = null;

  constructor(moves: readonly Move[], means: ScriptMeans) {
    this.moves = moves;
    this.means = means;
  }

  /** Makes the sounds. */
  async prepare(): Promise<void> {
    for (const move of this.moves) {
      if (move.do === 'answer')
        for (const reply of move.answers.flatMap(({ with: replies }) => replies))
          if (reply.say) await this.means.sounds.said(reply.say, this.means.voiceId);
      if (move.do === 'answer' && move.meanwhile)
        await this.means.sounds.said(move.meanwhile.say, this.means.voiceId);
      await this.soundOf(move);
    }
  }

  tick(side: CallerSide): void {
    if (!this.started) {
      this.started = true;
      this.play(side).catch((error: unknown) => {
        this.trouble = error instanceof Error ? error : new Error(String(error));
        side.hangUp();
      });
    }
    if (this.step?.run(side)) {
      const { done } = this.step;
      this.step = null;
      done();
    }
  }

  private async play(side: CallerSide): Promise<void> {
    for (const move of this.moves) await this.make(move, side);
    await this.until(() => !side.saying);
    side.hangUp();
  }

  private async make(move: Move, side: CallerSide): Promise<void> {
    const beganMs = side.atMs;
    switch (move.do) {
      case 'listen':
        await this.listen(side, move);
        return;
      case 'wait':
        await this.passes(side, move.ms);
        return;
      case 'interrupt':
        await this.until(
          ({ agentSpeakingMs, atMs }) =>
            agentSpeakingMs >= Math.max(FRAME_MS, move.afterMs) || atMs - beganMs > move.atMostMs,
        );
        return;
      case 'keys':
        await this.press(side, move.keys, move.everyMs);
        return;
      case 'answer':
        await this.converse(side, move);
        return;
      case 'hang-up':
        await this.until(() => !side.saying);
        this.did(side, 'hangs up');
        side.hangUp();
        return;
      case 'vanish':
        this.did(side, 'vanishes');
        side.vanish();
        return;
      case 'stay':
        await this.until(({ atMs }) => atMs - beganMs > move.atMostMs);
        return;
      default: {
        const sound = await this.soundOf(move);
        if (sound) await this.say(side, sound, move.do === 'say' ? move.text : move.do);
      }
    }
  }

  /** The agent was heard since the caller was silent, and is silent itself. */
  private async listen(
    side: CallerSide,
    { silentMs, atMostMs }: { silentMs: number; atMostMs: number },
  ): Promise<void> {
    const beganMs = side.atMs;
    let heard = false;
    await this.until(({ atMs, agentSilentMs, agentSpeakingMs }) => {
      heard ||= agentSpeakingMs > 0;
      return (heard && agentSilentMs >= silentMs) || atMs - beganMs > atMostMs;
    });
  }

  private async converse(side: CallerSide, move: Extract<Move, { do: 'answer' }>): Promise<void> {
    const { answers, until, turns, silentMs } = move;
    const known = answers.flatMap((answer, index) => [answer.to].flat().map((text) => ({ text, index })));
    const ends = [until ?? []].flat();
    const sentences = [...known.map(({ text }) => text), ...ends];
    const given = new Map<number, number>();
    let repeats = 0;
    let meanwhile = 0;
    for (let turn = 0; turn < turns; turn++) {
      const due = move.meanwhile && meanwhile < move.meanwhile.times ? move.meanwhile : null;
      if (due && (await this.speaksFor(side, due.afterMs, silentMs))) {
        meanwhile++;
        await this.aside(side, due.say);
        await this.listen(side, { silentMs, atMostMs: 20_000 });
      } else if (!due) await this.listen(side, { silentMs, atMostMs: 20_000 });
      const found = await this.means.understand(side.heardSince(this.sinceMs), sentences);
      this.did(side, `hears “${found === null ? '…' : sentences[found]}”`);
      if (found !== null && found >= known.length) return;
      if (found === null) {
        // Most likely a request to say it again.
        if (this.last && repeats++ < MOST_REPEATS) await this.say(side, this.last.sound, this.last.what);
        continue;
      }
      const { index } = known[found]!;
      const nth = given.get(index) ?? 0;
      given.set(index, nth + 1);
      const list = [answers[index]!.with].flat();
      const reply: Reply = list[Math.min(nth, list.length - 1)]!;
      if (reply.afterMs) await this.passes(side, reply.afterMs);
      if (reply.say)
        await this.say(side, await this.means.sounds.said(reply.say, this.means.voiceId), reply.say);
      if (reply.keys) await this.press(side, reply.keys, 250);
      if (reply.hangUp) {
        side.hangUp();
        return;
      }
      if (reply.last) return;
      this.sinceMs = side.atMs;
    }
  }

  /** Whether the agent comes to speak for so long; else it was heard, and is silent. */
  private async speaksFor(side: CallerSide, ms: number, silentMs: number): Promise<boolean> {
    const beganMs = side.atMs;
    let heard = false;
    let lasted = false;
    await this.until(({ atMs, agentSpeakingMs, agentSilentMs }) => {
      heard ||= agentSpeakingMs > 0;
      lasted = agentSpeakingMs >= Math.max(FRAME_MS, ms);
      return lasted || (heard && agentSilentMs >= silentMs) || atMs - beganMs > 20_000;
    });
    return lasted;
  }

  /** Something that is no answer: what was said before stays what would be said again. */
  private async aside(side: CallerSide, text: string): Promise<void> {
    this.did(side, text);
    side.say(await this.means.sounds.said(text, this.means.voiceId));
    await this.until(() => !side.saying);
  }

  private passes({ atMs: beganMs }: CallerSide, ms: number): Promise<void> {
    return this.until(({ atMs }) => atMs - beganMs >= ms);
  }

  private async say(side: CallerSide, sound: LineSound, what: string): Promise<void> {
    this.did(side, what);
    this.last = { sound, what };
    side.say(sound);
    await this.until(() => !side.saying);
    this.sinceMs = side.atMs;
  }

  private async press(side: CallerSide, keys: string, everyMs: number): Promise<void> {
    this.did(side, `presses ${keys}`);
    for (const key of keys) {
      const beganMs = side.atMs;
      if (key !== ',') side.key(key);
      await this.until(({ atMs }) => atMs - beganMs >= (key === ',' ? 500 : everyMs));
    }
    this.sinceMs = side.atMs;
  }

  private async soundOf(move: Move): Promise<LineSound | null> {
    const { sounds, voiceId, readFile } = this.means;
    if (move.do === 'say') return sounds.said(move.text, voiceId);
    if (move.do === 'noise') return sounds.noise(move.ms, move.levelDb);
    if (move.do === 'play') return sounds.file(move.file, await readFile(move.file));
    return null;
  }

  /** Resolves in the frame in which this is so; never once the call is over, whose line asks no more. */
  private until(run: Step): Promise<void> {
    return new Promise((done) => {
      this.step = { run, done };
    });
  }

  private did(side: CallerSide, what: string): void {
    this.deeds.push({ atMs: side.atMs, what });
  }
}
