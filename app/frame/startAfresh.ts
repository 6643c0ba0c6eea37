const elsewhere = new BroadcastChannel('voiceops.workspace');

/**
 * Begins again in the workspace of the new session: nothing that was read, played or followed in the one
 * before outlives the page. Other tabs share the session, so they begin again too.
 */
export function startAfresh(): void {
  elsewhere.postMessage('changed');
  window.location.assign('/');
}

elsewhere.onmessage = () => window.location.assign('/');
