import type { Track } from './tracks.ts';

export interface TimeRange {
  startMs: number;
  endMs: number;
}

export interface PlayerState {
  /** One, or up to four that share one playhead. */
  tracks: readonly Track[];
  /** Index of the track that is heard. */
  active: number;
  playing: boolean;
  /** Sound is being fetched or prepared. */
  loading: boolean;
  speed: number;
  loop: boolean;
  /** The part that is played; null plays all. */
  range: TimeRange | null;
  /** Tracks are turned down to equal loudness. */
  matched: boolean;
  /** Gain of each track in dB, as applied. */
  gainsDb: readonly number[];
  /** Length of the longest track; null until loaded. */
  durationMs: number | null;
  /** Waveform of each track; null until loaded. */
  peaks: readonly (readonly number[])[] | null;
  problem: Error | null;
  /** The browser plays nothing before somebody touches the page: it was asked to play, and stands still. */
  blocked: boolean;
}

export const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2] as const;
export const IDLE: PlayerState = {
  tracks: [],
  active: 0,
  playing: false,
  loading: false,
  speed: 1,
  loop: false,
  range: null,
  matched: true,
  gainsDb: [],
  durationMs: null,
  peaks: null,
  problem: null,
  blocked: false,
};
