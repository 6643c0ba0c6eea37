import { useSyncExternalStore } from 'react';
import { browserCall } from './browserCall.ts';
import type { CallState } from './callState.ts';

/** The call of this browser; null: there is none. */
export const useBrowserCall = (): CallState | null =>
  useSyncExternalStore(browserCall.subscribe, browserCall.getState);
