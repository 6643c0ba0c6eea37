import type { Database } from '../../db/database.ts';
import type { AudioStore } from '../../storage/audioStore.ts';

export type PublishedFormat = 'wav' | 'mp3' | 'opus';
export const PUBLISHED_FORMATS: readonly PublishedFormat[] = ['wav', 'mp3', 'opus'];

/** What the functions of channels and releases work with; wired in `processes/`. */
export interface Channels {
  database: Database;
  audioStore: AudioStore;
  /** The bytes of a ready version in a format, the same each time. */
  renditionBytes(workspaceId: string, versionId: string, format: PublishedFormat): Promise<Buffer>;
  /** Called after a commit that changed what is live, before the caller is answered. */
  onLiveChanged?(workspaceId: string, channel: string, slot: string): void;
}
