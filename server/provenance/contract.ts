/** Formats that can carry a manifest. */
export type MarkedFormat = 'wav' | 'mp3';
export const isMarkedFormat = (format: string): format is MarkedFormat =>
  format === 'wav' || format === 'mp3';

/** What a manifest says of audio: nothing that only members of the workspace may know. */
export interface AudioOrigin {
  /** Of the version; of what was made to be sent at once, the SHA-256 of the file before it was signed. */
  digest: string;
  language: string;
  engine: { id: string; version: string };
}

/** The same of a version of a script. */
export interface VersionOrigin extends AudioOrigin {
  scriptId: string;
  revisionNumber: number;
  versionId: string;
  versionNumber: number;
}

/** A spoken file that is no version. */
export interface MadeFile {
  bytes: Buffer;
  format: string;
  language: string;
  engine: { id: string; version: string };
}

/** Whether files are marked here, and by whose certificate. */
export interface MarkingState {
  available: boolean;
  /** Why not, for whoever runs the installation; null where they are. */
  reason: string | null;
  certificate: { subject: string; issuer: string; notAfter: Date; own: boolean } | null;
}

/**
 * What a file's manifest says. `intact`: signed here, and neither the sound nor the manifest was changed since;
 * only then `digest` is to be believed. `altered`: it names a version of ours and something was changed. `foreign`:
 * somebody else's manifest. `unreadable`: it could not be looked at here.
 */
export interface FoundManifest {
  state: 'intact' | 'altered' | 'foreign' | 'none' | 'unreadable';
  digest: string | null;
}

/** Marks files as synthetic, by a C2PA manifest that says where they come from, and reads such marks. */
export interface Provenance {
  state(): Promise<MarkingState>;
  /**
   * The file with its manifest; other bytes each time, so they are kept. Ask `state` first. Throws ProblemError
   * `unavailable` when it cannot be signed.
   */
  mark(file: Buffer, format: MarkedFormat, origin: AudioOrigin): Promise<Buffer>;
  /** Looks for a manifest in the file at `path`, whoever wrote it. Never throws for what the file holds. */
  read(path: string, format: MarkedFormat): Promise<FoundManifest>;
  close(): Promise<void>;
}

/** Where files are not marked. */
export function noProvenance(reason: string): Provenance {
  return {
    state: async () => ({ available: false, reason, certificate: null }),
    mark: async () => {
      throw new Error(reason);
    },
    read: async () => ({ state: 'unreadable', digest: null }),
    close: async () => undefined,
  };
}
