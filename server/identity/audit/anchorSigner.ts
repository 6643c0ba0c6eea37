import type { MasterKeys } from '../../storage/masterKeys.ts';
import { createSigner, type Signer } from '../signer.ts';

/** Signs what is anchored. */
export const createAnchorSigner = (masters: MasterKeys): Signer =>
  createSigner(masters, 'voiceops audit anchor');
