import type { Actor } from '../../shared/api/common.ts';
import type { Listeners } from '../speech/contract.ts';

/** A program speaks to people that we do not know: to them, as to callers, nothing is said that is for members alone. */
export const listenersOf = ({ kind }: Pick<Actor, 'kind'>): Listeners =>
  kind === 'key' ? 'callers' : 'members';
