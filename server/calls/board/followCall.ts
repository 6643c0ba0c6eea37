import type { BoardEvent } from '../../../shared/api/calls/board.ts';
import type { LiveCalls, LiveState } from '../contract.ts';

/** Words that are not final change with every syllable. */
const WORDS_EVERY_MS = 150;

/** Tells all of one call so far and then what happens on it; a call that is not here is `over` at once. */
export function followCall(
  live: LiveCalls,
  workspaceId: string,
  callId: string,
  tell: (event: BoardEvent) => void,
): () => void {
  const call = live.find(workspaceId, callId);
  if (!call) {
    tell({ kind: 'over', callId, end: null });
    return () => undefined;
  }
  let words: LiveState = call.state;
  let timer: NodeJS.Timeout | undefined;
  const tellWords = () => {
    timer = undefined;
    tell({ kind: 'words', callId, words });
  };
  tell({ kind: 'timeline', callId, events: [...call.events], words });
  const untap = call.tap({
    event: (event) => tell({ kind: 'event', callId, event }),
    live(state) {
      words = { ...state };
      timer ??= setTimeout(tellWords, WORDS_EVERY_MS);
    },
    ended(end) {
      clearTimeout(timer);
      tell({ kind: 'over', callId, end });
    },
  });
  return () => {
    clearTimeout(timer);
    untap();
  };
}
