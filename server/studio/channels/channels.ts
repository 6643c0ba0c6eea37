import type { AudioFormat } from '../../../shared/speech/parameters.ts';
import type { Database } from '../../db/database.ts';
import type { EncodedAudio } from '../../speech/contract.ts';
import type { AudioStore } from '../../storage/audioStore.ts';

/** What the functions of channels and releases work with; wired in `processes/`. */
export interface Channels {
  database: Database;
  audioStore: AudioStore;
  /** The bytes of a ready version in a format, the same each time, with their SHA-256. */
  renditionBytes(workspaceId: string, versionId: string, format: AudioFormat): Promise<EncodedAudio>;
  /** Called after a commit that changed what is live, before the caller is answered. */
  onLiveChanged?(workspaceId: string, channel: string, slot: string): void;
}
