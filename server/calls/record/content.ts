import type { CallEvent } from '../../../shared/calls/timeline.ts';
import type { AudioStore } from '../../storage/audioStore.ts';

/** What is personal about a call and kept sealed beside its figures. */
export interface CallSecret {
  /** The whole number of the other party, or what the carrier shows instead. */
  from: string | null;
}

type Seal = Pick<AudioStore, 'seal'>;
type Open = Pick<AudioStore, 'open'>;

export const sealCallSecret = (store: Seal, secret: CallSecret) => store.seal(JSON.stringify(secret));
export const openCallSecret = (store: Open, sealed: Buffer): CallSecret => JSON.parse(store.open(sealed));
export const sealEvent = (store: Seal, event: CallEvent) => store.seal(JSON.stringify(event));
export const openEvent = (store: Open, sealed: Buffer): CallEvent => JSON.parse(store.open(sealed));

const SHOWN_DIGITS = 4;

/** A number as everybody of the workspace may see it: its last digits. What holds no digits shows none. */
export function maskedNumber(from: string | null): string | null {
  if (from === null) return null;
  const digits = from.replaceAll(/\D/g, '');
  return digits.length > SHOWN_DIGITS ? `•••${digits.slice(-SHOWN_DIGITS)}` : '•••';
}

/** The deployment behind what was spoken, where it came from a slot. */
export function deploymentOf(event: CallEvent): string | null {
  return event.kind === 'spoken' && event.source.kind === 'slot' ? event.source.deploymentId : null;
}
