import { useEffect, useReducer } from 'react';
import { followBoard } from '../../../api/liveCalls.ts';
import { boardAfter, KEPT_MS, NO_BOARD } from './boardState.ts';

/** The calls in progress, and all of the one that is looked at closely. */
export function useBoard(callId: string | undefined) {
  const [state, act] = useReducer(boardAfter, NO_BOARD);
  useEffect(() => {
    act({ kind: 'following', callId });
    return followBoard(callId, {
      tell: (event) => act({ kind: 'told', event, nowMs: Date.now() }),
      onLost: () => act({ kind: 'lost' }),
    });
  }, [callId]);
  useEffect(() => {
    const timer = setInterval(() => act({ kind: 'tidy', nowMs: Date.now() }), KEPT_MS / 6);
    return () => clearInterval(timer);
  }, []);
  return state;
}
