import { type LiveState, openStream, type StreamWord } from './stream.ts';

const NAME = 'voiceops.live';

/**
 * One stream of events for all tabs: over HTTP/1.1 a browser keeps six connections to a host, and a tab's
 * stream holds one for as long as the tab is open. The tab that holds the lock streams and passes everything
 * on; when it closes, another takes over and its `hello` reaches all of them. Returns what stops it.
 */
export function shareStream(hear: (word: StreamWord) => void): () => void {
  // Only secure contexts have locks: over plain HTTP each tab streams while somebody looks at it.
  if (!navigator.locks) return streamWhileSeen(hear);
  const tabs = new BroadcastChannel(NAME);
  const leaving = new AbortController();
  let leading = false;
  let joined = false;
  let state: LiveState = 'connecting';

  const tell = (word: StreamWord) => {
    if (word.kind === 'state') state = word.state;
    tabs.postMessage(word);
    hear(word);
  };
  tabs.onmessage = ({ data }: MessageEvent<StreamWord | { kind: 'asks' }>) => {
    if (data.kind === 'asks') {
      if (leading) tabs.postMessage({ kind: 'state', state } satisfies StreamWord);
      return;
    }
    hear(data);
    if (joined || data.kind !== 'state' || data.state !== 'live') return;
    joined = true;
    // What was fetched before this tab listened may have changed in between.
    hear({ kind: 'hello' });
  };
  hear({ kind: 'state', state });
  tabs.postMessage({ kind: 'asks' });

  const lead = () =>
    new Promise<void>((release) => {
      leading = true;
      const close = openStream(tell);
      leaving.signal.addEventListener('abort', () => {
        close();
        release();
      });
    });
  // A request that is given up rejects; nothing is left to be done then.
  navigator.locks.request(NAME, { signal: leaving.signal }, lead).catch(() => {});
  return () => {
    leaving.abort();
    tabs.close();
  };
}

function streamWhileSeen(hear: (word: StreamWord) => void): () => void {
  let close: (() => void) | undefined;
  const look = () => {
    if (document.hidden) {
      close?.();
      close = undefined;
    } else close ??= openStream(hear);
  };
  document.addEventListener('visibilitychange', look);
  look();
  return () => {
    document.removeEventListener('visibilitychange', look);
    close?.();
  };
}
