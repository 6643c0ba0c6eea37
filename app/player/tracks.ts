import type { Version } from '../../shared/api/studio.ts';
import { versionAudioUrl } from '../api/audio.ts';
import type { GrowingSound } from './growingSound.ts';

/** Something the player can play. Tracks with the same key are the same sound. */
export interface Track {
  key: string;
  /** What it is, e.g. the script. */
  title: string;
  /** Which one, e.g. `Version 3`. */
  subtitle: string;
  source: { url: string } | { bytes: ArrayBuffer } | { growing: GrowingSound };
  /** Integrated loudness, for matching; null when unknown. */
  loudnessLufs: number | null;
  /** The version it is, where it is one: for its status, waveform, link and download. */
  version?: Pick<Version, 'id' | 'scriptId' | 'number' | 'state' | 'status'>;
}

/** More of it is still to come. */
export const isGrowing = ({ source }: Track): boolean => 'growing' in source && !source.growing.complete;

/** The track of a version that might be deployed. */
export const candidateTrack = (version: {
  versionId: string;
  number: number;
  scriptTitle: string;
}): Track => ({
  key: `version ${version.versionId}`,
  title: version.scriptTitle,
  subtitle: `Version ${version.number}`,
  source: { url: versionAudioUrl(version.versionId) },
  loudnessLufs: null,
});

/** The track of a version whose audio is ready; null before that. */
export function versionTrack(version: Version): Track | null {
  if (!version.audio) return null;
  return {
    key: `version ${version.id}`,
    title: version.scriptTitle,
    subtitle: `Version ${version.number}`,
    source: { url: versionAudioUrl(version.id) },
    loudnessLufs: version.audio.loudnessLufs,
    version,
  };
}
