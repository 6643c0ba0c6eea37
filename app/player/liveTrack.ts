import type { Deployment, VersionRef } from '../../shared/api/channels.ts';
import { versionAudioUrl } from '../api/audio.ts';
import type { Track } from './tracks.ts';

/** What is deployed, as the player plays it. */
export function liveTrack(deployment: Deployment | null): Track | null {
  return deployment?.version ? approvedTrack(deployment.version) : null;
}

/** An approved version, as the player plays it. */
export function approvedTrack(version: VersionRef): Track {
  return {
    key: `version ${version.id}`,
    title: version.scriptTitle,
    subtitle: `Version ${version.number}`,
    source: { url: versionAudioUrl(version.id) },
    loudnessLufs: null,
    version: {
      id: version.id,
      scriptId: version.scriptId,
      number: version.number,
      state: 'ready',
      status: 'approved',
    },
  };
}
