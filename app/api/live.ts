import type { InfiniteData, QueryClient, QueryKey } from '@tanstack/react-query';
import type { WorkspaceEvent } from '../../shared/api/operations.ts';
import type { Version } from '../../shared/api/studio.ts';
import type { Page } from './pages.ts';

/** Which cached answers an event makes stale. */
const STALE: {
  [Type in WorkspaceEvent['type']]: (event: Extract<WorkspaceEvent, { type: Type }>) => QueryKey[];
} = {
  'version-progress': () => [],
  'version-state': (event) => [
    ['versions', 'ofScript', event.scriptId],
    ['versions', 'one', event.versionId],
    ['versions', 'compare'],
    ['peaks', event.versionId],
    ['scripts'],
    ['batches'],
  ],
  'version-status': (event) => [
    ['versions', 'ofScript', event.scriptId],
    ['versions', 'one', event.versionId],
    ['versions', 'compare'],
    ['reviews'],
    ['scripts'],
    ['channels'],
  ],
  'comment-changed': (event) => [
    ['comments', event.versionId],
    ['versions', 'one', event.versionId],
    ['reviews'],
  ],
  'script-changed': (event) => [
    ['scripts', 'one', event.scriptId],
    ['scripts', 'revisions', event.scriptId],
    ['scripts', 'ofProject', event.projectId],
    ['projects'],
  ],
  'project-changed': () => [['projects'], ['scripts']],
  'deployment-changed': () => [['channels'], ['versions'], ['reviews']],
  'channel-changed': () => [['channels']],
  'release-changed': () => [['releases'], ['channels']],
  'members-changed': () => [['members'], ['me']],
  'webhook-delivery': (event) => [
    ['webhooks', 'deliveries', event.webhookId],
    ['webhooks', 'list'],
  ],
};

const withProgress = <V extends Version>(version: V, id: string, progress: number): V =>
  version.id === id && version.state !== 'ready' ? { ...version, state: 'generating', progress } : version;

/** Writes progress into what is on screen, so that nothing is fetched and nothing jumps. */
function showProgress(client: QueryClient, scriptId: string, versionId: string, progress: number): void {
  const inPages = (data: InfiniteData<Page<Version>> | undefined) =>
    data && {
      ...data,
      pages: data.pages.map((page) => ({
        ...page,
        items: page.items.map((version) => withProgress(version, versionId, progress)),
      })),
    };
  client.setQueryData(['versions', 'ofScript', scriptId], inPages);
  client.setQueriesData({ queryKey: ['batches', 'versions'] }, inPages);
  client.setQueryData<Version>(
    ['versions', 'one', versionId],
    (version) => version && withProgress(version, versionId, progress),
  );
}

function apply(client: QueryClient, event: WorkspaceEvent): void {
  if (event.type === 'version-progress') {
    showProgress(client, event.scriptId, event.versionId, event.progress);
    return;
  }
  const stale = STALE[event.type] as ((event: WorkspaceEvent) => QueryKey[]) | undefined;
  for (const queryKey of stale?.(event) ?? []) void client.invalidateQueries({ queryKey });
  if (event.type !== 'webhook-delivery') void client.invalidateQueries({ queryKey: ['audit'] });
}

export type LiveState = 'connecting' | 'live' | 'lost';

const RECONNECT_MS = [1000, 2000, 5000, 10_000, 30_000];

/**
 * Follows what happens in the workspace and keeps the cache true. After a gap (`hello` on a new
 * connection, or `gap`) everything on screen is fetched again. Returns what stops it.
 */
export function followWorkspace(client: QueryClient, onState: (state: LiveState) => void): () => void {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;

  const receive = (message: MessageEvent<string>) =>
    apply(client, JSON.parse(message.data) as WorkspaceEvent);
  const refetchAll = () => void client.invalidateQueries();

  const connect = () => {
    onState('connecting');
    source = new EventSource('/api/v1/events');
    source.onopen = () => {
      failures = 0;
      onState('live');
    };
    source.onmessage = receive;
    for (const type of Object.keys(STALE)) source.addEventListener(type, receive);
    // What is still being fetched for the first time is fresh enough.
    source.addEventListener('hello', () =>
      client.invalidateQueries({ predicate: (query) => query.state.dataUpdatedAt > 0 }),
    );
    source.addEventListener('gap', refetchAll);
    source.onerror = () => {
      onState('lost');
      if (source?.readyState !== EventSource.CLOSED) return;
      timer = setTimeout(connect, RECONNECT_MS[Math.min(failures++, RECONNECT_MS.length - 1)]);
      // A closed stream may mean that the session has ended; asking who we are finds out.
      void client.invalidateQueries({ queryKey: ['me'] });
    };
  };
  connect();
  return () => {
    clearTimeout(timer);
    source?.close();
  };
}
