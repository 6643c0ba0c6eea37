import { matchingGainsDb } from './matchLoudness.ts';
import { mayPlay } from './mayPlay.ts';
import { IDLE, type PlayerState, type TimeRange } from './playerState.ts';
import { RunningTracks } from './running.ts';
import { measures, Sounds } from './sounds.ts';
import { isGrowing, type Track } from './tracks.ts';

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
  /** Raised by whatever somebody wants to hear. */
  #wish = 0;
  /** Where what sounds now ends. */
  #runEndMs = 0;
  /** It plays, and stands at the end of what has come so far. */
  #waiting = false;
  #growth = 0;
  #unfollow: (() => void) | undefined;

  getState = (): PlayerState => this.#state;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Where the playhead stands now. */
  positionMs = (): number => {
    if (!this.#running.some || !this.#context) return this.#anchorMs;
    return Math.min(this.#msAt(Math.max(this.#anchorS, this.#context.currentTime)), this.#endMs());
  };

  /** Loads tracks without playing. Tracks that are the same as before keep the playhead where it is. */
  async load(tracks: readonly Track[], options: { active?: number; fromMs?: number } = {}): Promise<void> {
    const before = this.#state;
    const same =
      tracks.length === before.tracks.length &&
      tracks.every((track, index) => track.key === before.tracks[index]?.key);
    if (same && before.durationMs !== null && !before.problem) {
      this.#set({ tracks, active: options.active ?? before.active });
      this.#follow();
      this.#applyGains();
      if (options.fromMs !== undefined) this.seek(options.fromMs);
      return;
    }
    const turn = ++this.#turn;
    this.#waiting = false;
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
      blocked: false,
    });
    this.#follow();
    this.#applyGains();
    try {
      const loaded = await this.#sound(1);
      if (turn !== this.#turn) return;
      this.#set({ loading: false, ...measures(loaded) });
      if (tracks.some(({ source }) => 'growing' in source)) void this.#grow();
    } catch (error) {
      if (turn === this.#turn) this.#fail(error);
    }
  }

  /**
   * Somebody wants to hear what has to be made or fetched first. Gives whether they still do: nothing else was asked
   * for in the meantime.
   */
  wish(): () => boolean {
    const wish = ++this.#wish;
    return () => wish === this.#wish;
  }

  /** Plays a track, from `fromMs` or from where it stands if it is loaded already. */
  async play(track: Track, options: { fromMs?: number; range?: TimeRange | null } = {}): Promise<void> {
    const wanted = this.wish();
    const loaded = this.#state.tracks.findIndex((one) => one.key === track.key);
    if (loaded >= 0 && this.#state.durationMs !== null && !this.#state.problem) {
      this.switchTo(loaded);
      if (options.fromMs !== undefined) this.#anchorAt(options.fromMs);
    } else {
      await this.load([track], { fromMs: options.fromMs });
      if (!wanted()) return;
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
    if (this.positionMs() >= this.#endMs() - 20 && !this.#growing) this.#anchorMs = this.#startMs();
    this.#set({ playing: true });
    await this.#start();
  }

  pause(): void {
    this.#turn++;
    this.#waiting = false;
    this.#anchorMs = this.positionMs();
    this.#running.stop();
    this.#set({ playing: false, loading: false });
  }

  /** Falls silent, with the playhead at the start. */
  stop(): void {
    this.pause();
    this.#anchorAt(this.#startMs());
  }

  /** To be called while somebody touches the page: some browsers play later only what was allowed then. */
  unlock(): void {
    void this.#ready().context.resume();
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
    this.#waiting = false;
    this.#unfollow?.();
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
    const { context } = this.#ready();
    const { speed } = this.#state;
    this.#waiting = false;
    try {
      this.#set({ loading: true });
      const allowed = await mayPlay(context);
      const buffers = await this.#sound(speed);
      if (turn !== this.#turn) return;
      if (!allowed) {
        this.#set({ playing: false, loading: false, blocked: true });
        return;
      }
      this.#anchorMs = this.positionMs();
      this.#anchorSpeed = speed;
      this.#anchorS = context.currentTime + START_LEAD_S;
      this.#run(context, buffers);
      this.#set({ loading: false, blocked: false });
    } catch (error) {
      if (turn === this.#turn) this.#fail(error);
    }
  }

  /** The position at a time of the context, while playing. */
  #msAt(atS: number): number {
    return this.#anchorMs + (atS - this.#anchorS) * 1000 * this.#anchorSpeed;
  }

  #run(context: AudioContext, buffers: AudioBuffer[], takeOverS?: number): void {
    const atS = takeOverS ?? this.#anchorS;
    const fromMs = this.#msAt(atS);
    this.#runEndMs = this.#endMs();
    const span = {
      atS,
      offsetS: fromMs / 1000 / this.#anchorSpeed,
      lengthS: Math.max(0.01, (this.#runEndMs - fromMs) / 1000 / this.#anchorSpeed),
      takeOver: takeOverS !== undefined,
    };
    this.#running.start(context, buffers, span, () => this.#reachedEnd());
    this.#applyGains(true);
  }

  /** Decodes what all tracks hold now. */
  #sound(speed: number): Promise<AudioBuffer[]> {
    const { sounds } = this.#ready();
    return Promise.all(this.#state.tracks.map((track) => sounds.at(track, speed)));
  }

  /** More of the track that is loaded alone is still to come. */
  get #growing(): boolean {
    const [track, ...others] = this.#state.tracks;
    return track !== undefined && others.length === 0 && isGrowing(track);
  }

  /** Hears of each further piece of the tracks. */
  #follow(): void {
    this.#unfollow?.();
    const stops = this.#state.tracks.map(({ source }) =>
      'growing' in source ? source.growing.subscribe(() => void this.#grow()) : () => {},
    );
    this.#unfollow = () => {
      for (const stop of stops) stop();
    };
  }

  /** Takes in what has come; what is heard goes on into it without a gap. */
  async #grow(): Promise<void> {
    const { tracks, speed, durationMs } = this.#state;
    if (durationMs === null) return;
    const growth = ++this.#growth;
    try {
      const [plain, buffers] = await Promise.all([this.#sound(1), this.#sound(speed)]);
      if (tracks !== this.#state.tracks || growth !== this.#growth) return;
      this.#set(measures(plain));
      if (this.#waiting) this.#goOn();
      else if (this.#running.some && speed === this.#anchorSpeed) this.#takeOver(buffers);
    } catch (error) {
      if (tracks === this.#state.tracks) this.#fail(error);
    }
  }

  /** Lets longer sounds follow at the same place; too close to the end of what sounds, they follow after it. */
  #takeOver(buffers: AudioBuffer[]): void {
    const { context } = this.#ready();
    const atS = context.currentTime + START_LEAD_S;
    if (this.#msAt(atS) < this.#runEndMs) this.#run(context, buffers, atS);
  }

  #goOn(): void {
    if (this.#anchorMs < this.#endMs() - 1) void this.#start();
    else if (!this.#growing) {
      this.#waiting = false;
      this.#set({ playing: false, loading: false });
    }
  }

  #reachedEnd(): void {
    this.#running.stop();
    this.#anchorMs = this.#runEndMs;
    if (this.#growing || this.#runEndMs < this.#endMs() - 1) {
      this.#waiting = true;
      this.#set({ loading: true });
      this.#goOn();
      return;
    }
    if (this.#state.loop) {
      this.#anchorMs = this.#startMs();
      void this.#start();
      return;
    }
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
