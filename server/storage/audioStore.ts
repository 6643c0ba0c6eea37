/** How an object's data key is kept beside its row; null fields mean it lies in the clear because it is published. */
export interface SealedKey {
  wrappedKey: Buffer;
  masterKeyId: string;
}

/** Bytes by key in a folder or an S3 bucket. Keys are relative paths of `[a-z0-9/._-]`. */
export interface ByteStore {
  /**
   * Durable when it resolves; readers never see half an object. Aborting ends the wait for a store that is
   * elsewhere; whether the object was put is then not known.
   */
  put(key: string, bytes: Buffer, signal?: AbortSignal): Promise<void>;
  /** Throws ProblemError `not-found`. `range` is inclusive, in bytes. */
  get(key: string, range?: { start: number; end: number }): Promise<Buffer>;
  delete(key: string): Promise<void>;
  list(prefix: string): AsyncIterable<string>;
  /** Resolves when the store answers; for readiness. */
  ping(): Promise<void>;
}

/** Audio at rest: private objects each under an own AES-256-GCM data key, published ones in the clear. */
export interface AudioStore {
  readonly bytes: ByteStore;
  /** Aborting means what it means to `ByteStore.put`. */
  putPrivate(key: string, bytes: Buffer, signal?: AbortSignal): Promise<SealedKey>;
  /** `range` in plaintext bytes, inclusive; only the chunks that cover it are read and decrypted. */
  getPrivate(key: string, sealed: SealedKey, range?: { start: number; end: number }): Promise<Buffer>;
  putPublished(key: string, bytes: Buffer): Promise<void>;
  getPublished(key: string, range?: { start: number; end: number }): Promise<Buffer>;
  delete(key: string): Promise<void>;
  /** Wraps a data key anew under the present master key, for rotation. */
  rewrap(sealed: SealedKey): SealedKey;
  /** Seals a short secret (webhook secret, engine key) for a column; `open` undoes it. */
  seal(secret: string): Buffer;
  open(sealed: Buffer): string;
}

/** Where an audio object lies: by workspace, then by its id, which is never used twice. */
export function audioKey(workspaceId: string, objectId: string): string {
  return `audio/${workspaceId}/${objectId.slice(-2)}/${objectId}`;
}
