const SWITCH_S = 0.006;

/** Tracks that sound together, in step; how loud each is decides which one is heard. */
export class RunningTracks {
  #tracks: { source: AudioBufferSourceNode; gain: GainNode }[] = [];

  get some(): boolean {
    return this.#tracks.length > 0;
  }

  /**
   * Starts all at `atS` of the context's time, silent until `setGains`; `onEnd` when the longest is over. What sounds
   * already stops at once, or with `takeOver` sounds on until then.
   */
  start(
    context: AudioContext,
    buffers: readonly AudioBuffer[],
    {
      atS,
      offsetS,
      lengthS,
      takeOver = false,
    }: { atS: number; offsetS: number; lengthS: number; takeOver?: boolean },
    onEnd: () => void,
  ): void {
    if (takeOver) this.#stopAt(atS);
    else this.stop();
    this.#tracks = buffers.map((buffer) => {
      const gain = new GainNode(context, { gain: 0 });
      const source = new AudioBufferSourceNode(context, { buffer });
      source.connect(gain).connect(context.destination);
      source.start(atS, offsetS, lengthS);
      return { source, gain };
    });
    const lengths = buffers.map((buffer) => buffer.duration);
    const longest = this.#tracks[lengths.indexOf(Math.max(...lengths))];
    if (longest) longest.source.onended = onEnd;
  }

  /** Linear gain of each track: at once, or from `fromS` of the context's time without a click. */
  setGains(gains: readonly number[], fromS: number | null): void {
    this.#tracks.forEach(({ gain }, index) => {
      const value = gains[index] ?? 0;
      if (fromS === null) gain.gain.value = value;
      else gain.gain.setTargetAtTime(value, fromS, SWITCH_S / 3);
    });
  }

  #stopAt(atS: number): void {
    for (const { source, gain } of this.#tracks) {
      source.onended = () => {
        source.disconnect();
        gain.disconnect();
      };
      source.stop(atS);
    }
    this.#tracks = [];
  }

  stop(): void {
    for (const { source, gain } of this.#tracks) {
      source.onended = null;
      source.stop();
      source.disconnect();
      gain.disconnect();
    }
    this.#tracks = [];
  }
}
