import type { QueryClient } from '@tanstack/react-query';
import { patchVersions } from './patchVersions.ts';
import { Refetcher } from './refetcher.ts';
import { shareStream } from './sharedStream.ts';
import { staleKeys } from './staleKeys.ts';
import type { LiveState, StreamWord } from './stream.ts';

/**
 * Follows what happens in the workspace and keeps the cache true. After a gap (`hello` on a new
 * connection, or `gap`) everything on screen is fetched again. Returns what stops it.
 */
export function followWorkspace(client: QueryClient, onState: (state: LiveState) => void): () => void {
  const refetcher = new Refetcher(client);
  const hear = (word: StreamWord) => {
    switch (word.kind) {
      case 'state':
        onState(word.state);
        return;
      case 'event':
        patchVersions(client, word.event);
        refetcher.add(staleKeys(word.event));
        return;
      case 'hello':
      case 'gap':
        // What is on its way was perhaps read before: it is read once more behind its answer.
        refetcher.add([[]]);
        return;
      case 'refused':
        // Asking who we are finds out whether the session has ended.
        refetcher.add([['me']]);
    }
  };
  const stop = shareStream(hear);
  return () => {
    stop();
    refetcher.stop();
  };
}
