import type { Database } from '../../db/database.ts';
import type { Callers } from '../../identity/callers.ts';
import type { FurnishWorkspace } from '../../identity/createWorkspace.ts';
import type { Signer } from '../../identity/signer.ts';
import type { Speech } from '../../speech/contract.ts';
import type { RateLimits } from '../limits/rateLimits.ts';

/** What the identity routes work with. */
export interface IdentityDeps {
  database: Database;
  callers: Callers;
  speech: Speech;
  limits: RateLimits;
  /** Our own address as browsers know it; TLS there makes cookies `Secure`. */
  publicUrl: URL | null;
  /** Vouches for browsers in which somebody signed in before. */
  browserSigner: Signer;
  /** Makes what every new workspace starts with, in the transaction that makes the workspace. */
  furnishWorkspace: FurnishWorkspace;
  /** Called once the installation was set up by hand: its sample content is due. */
  afterSetUp: () => Promise<void>;
}
