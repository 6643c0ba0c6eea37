import { matchingGainsDb } from './matchLoudness.ts';
import { IDLE, type PlayerState, type TimeRange } from './playerState.ts';
import { RunningTracks } from './running.ts';
import { peaksOf, Sounds } from './sounds.ts';
import type { Track } from './tracks.ts';

const START_LEAD_S = 0.02;

/**
 * The one player of the app. All loaded tracks run in step and only one is let through, so switching
 * between them has no gap. Positions are milliseconds of the sound at normal speed.
 */
class Player {
  #state = IDLE;
  readonly #listeners = new Set<() => void>();
  #context: AudioContext | undefined;
  #sounds: Sounds | undefined;
  readonly #running = new RunningTracks();
  /** Position when last set, and the context's time then while playing. */
  #anchorMs = 0;
  #anchorS = 0;
  #anchorSpeed = 1;
  /** Raised by whatever overtakes work in progress. */
  #turn = 0;

  getState = (): PlayerState => this.#state;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Where the playhead stands now. */
  positionMs = (): number => {
    if (!this.#running.some || !this.#context) return this.#anchorMs;
    const sinceS = Math.max(0, this.#context.currentTime - this.#anchorS);
    return Math.min(this.#anchorMs + sinceS * 1000 * this.#anchorSpeed, this.#endMs());
  };

  /** Loads tracks without playing. Tracks that are the same as before keep the playhead where it is. */
  async load(tracks: readonly Track[], options: { active?: number; fromMs?: number } = {}): Promise<void> {
    const before = this.#state;
    const same =
      tracks.length === before.tracks.length &&
      tracks.every((track, index) => track.key === before.tracks[index]?.key);
    if (same && before.durationMs !== null && !before.problem) {
      this.#set({ tracks, active: options.active ?? before.active });
      this.#applyGains();
      if (options.fromMs !== undefined) this.seek(options.fromMs);
      return;
    }
    const turn = ++this.#turn;
    this.#running.stop();
    this.#anchorMs = options.fromMs ?? 0;
    this.#set({
      tracks,
      active: options.active ?? 0,
      playing: false,
      loading: true,
      range: null,
      durationMs: null,
      peaks: null,
      problem: null,
    });
    this.#applyGains();
    try {
      const sounds = this.#ready().sounds;
      const loaded = await Promise.all(tracks.map((track) => sounds.at(track, 1)));
      if (turn !== this.#turn) return;
      this.#set({
        loading: false,
        durationMs: Math.max(...loaded.map((sound) => sound.duration * 1000)),
        peaks: loaded.map(peaksOf),
      });
    } catch (error) {
      if (turn === this.#turn) this.#fail(error);
    }
  }

  /** Plays a track, from `fromMs` or from where it stands if it is loaded already. */
  async play(track: Track, options: { fromMs?: number; range?: TimeRange | null } = {}): Promise<void> {
    const loaded = this.#state.tracks.findIndex((one) => one.key === track.key);
    if (loaded >= 0 && this.#state.durationMs !== null && !this.#state.problem) {
      this.switchTo(loaded);
      if (options.fromMs !== undefined) this.#anchorAt(options.fromMs);
    } else {
      await this.load([track], { fromMs: options.fromMs });
    }
    if (options.range !== undefined) this.setRange(options.range);
    await this.resume();
  }

  /** What a play button does: plays the track, or pauses it when it is what is heard. */
  async toggle(track: Track): Promise<void> {
    const heard = this.#state.tracks[this.#state.active];
    if (heard?.key === track.key && this.#state.playing) this.pause();
    else await this.play(track);
  }

  /** Plays on from the playhead; from the start when it stands at the end. */
  async resume(): Promise<void> {
    if (this.#state.durationMs === null || this.#state.playing) return;
    if (this.positionMs() >= this.#endMs() - 20) this.#anchorMs = this.#startMs();
    this.#set({ playing: true });
    await this.#start();
  }

  pause(): void {
    this.#turn++;
    this.#anchorMs = this.positionMs();
    this.#running.stop();
    this.#set({ playing: false, loading: false });
  }

  togglePlaying(): void {
    if (this.#state.playing) this.pause();
    else void this.resume();
  }

  /** Moves the playhead. A place outside the chosen range gives the range up. */
  seek(positionMs: number): void {
    const range = this.#state.range;
    if (range && (positionMs < range.startMs || positionMs > range.endMs)) this.#set({ range: null });
    this.#anchorAt(positionMs);
  }

  /** Lets another loaded track through, without a gap. */
  switchTo(index: number): void {
    if (!this.#state.tracks[index] || index === this.#state.active) return;
    this.#set({ active: index });
    this.#applyGains();
  }

  setSpeed(speed: number): void {
    this.#set({ speed });
    if (this.#state.playing) void this.#start();
  }

  setLoop(loop: boolean): void {
    this.#set({ loop });
  }

  setMatched(matched: boolean): void {
    this.#set({ matched });
    this.#applyGains();
  }

  /** Plays only this part; null plays all again. */
  setRange(range: TimeRange | null): void {
    this.#set({ range });
    if (range) this.#anchorAt(range.startMs);
    else if (this.#state.playing) void this.#start();
  }

  /** Empties the player. */
  close(): void {
    this.#turn++;
    this.#running.stop();
    this.#anchorMs = 0;
    this.#set({ ...IDLE, speed: this.#state.speed, loop: this.#state.loop, matched: this.#state.matched });
  }

  #ready(): { context: AudioContext; sounds: Sounds } {
    this.#context ??= new AudioContext();
    this.#sounds ??= new Sounds(this.#context);
    return { context: this.#context, sounds: this.#sounds };
  }

  #startMs(): number {
    return this.#state.range?.startMs ?? 0;
  }

  #endMs(): number {
    const durationMs = this.#state.durationMs ?? Number.POSITIVE_INFINITY;
    return Math.min(this.#state.range?.endMs ?? durationMs, durationMs);
  }

  #anchorAt(positionMs: number): void {
    const endMs = this.#endMs();
    const clamped = Math.max(0, Math.min(positionMs, Number.isFinite(endMs) ? endMs : positionMs));
    this.#running.stop();
    this.#anchorMs = clamped;
    this.#set({});
    if (this.#state.playing) void this.#start();
  }

  /** Starts every track at the playhead. What plays goes on until the new sound is ready. */
  async #start(): Promise<void> {
    const turn = ++this.#turn;
    const { context, sounds } = this.#ready();
    const { tracks, speed } = this.#state;
    try {
      this.#set({ loading: true });
      await context.resume();
      const buffers = await Promise.all(tracks.map((track) => sounds.at(track, speed)));
      if (turn !== this.#turn) return;
      this.#anchorMs = this.positionMs();
      this.#anchorSpeed = speed;
      this.#anchorS = context.currentTime + START_LEAD_S;
      this.#run(context, buffers);
      this.#set({ loading: false });
    } catch (error) {
      if (turn === this.#turn) this.#fail(error);
    }
  }

  #run(context: AudioContext, buffers: AudioBuffer[]): void {
    const speed = this.#anchorSpeed;
    const span = {
      atS: this.#anchorS,
      offsetS: this.#anchorMs / 1000 / speed,
      lengthS: Math.max(0.01, (this.#endMs() - this.#anchorMs) / 1000 / speed),
    };
    this.#running.start(context, buffers, span, () => this.#reachedEnd());
    this.#applyGains(true);
  }

  #reachedEnd(): void {
    this.#running.stop();
    if (this.#state.loop) {
      this.#anchorMs = this.#startMs();
      void this.#start();
      return;
    }
    this.#anchorMs = this.#endMs();
    this.#set({ playing: false });
  }

  #applyGains(atOnce = false): void {
    const { tracks, matched, active } = this.#state;
    const gainsDb =
      matched && tracks.length > 1
        ? matchingGainsDb(tracks.map((track) => track.loudnessLufs))
        : tracks.map(() => 0);
    this.#set({ gainsDb });
    const gains = gainsDb.map((gainDb, index) => (index === active ? 10 ** (gainDb / 20) : 0));
    this.#running.setGains(gains, atOnce ? null : (this.#context?.currentTime ?? 0));
  }

  #fail(error: unknown): void {
    this.#running.stop();
    const problem = error instanceof Error ? error : new Error(String(error));
    this.#set({ playing: false, loading: false, problem });
  }

  #set(change: Partial<PlayerState>): void {
    this.#state = { ...this.#state, ...change };
    for (const notify of this.#listeners) notify();
  }
}

export const player = new Player();
