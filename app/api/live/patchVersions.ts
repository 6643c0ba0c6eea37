import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import type { WorkspaceEvent } from '../../../shared/api/operations.ts';
import type { Version } from '../../../shared/api/studio.ts';
import type { Page } from '../pages.ts';

/** A version that has ended stays as it was fetched: the event is older than the answer. */
const inTheMaking = <V extends Version>(version: V, progress: number | undefined): V =>
  version.state === 'queued' || version.state === 'generating'
    ? { ...version, state: 'generating', progress: progress ?? version.progress }
    : version;

/** Writes what an event itself tells into what is on screen, so that nothing is fetched and nothing jumps. */
export function patchVersions(client: QueryClient, event: WorkspaceEvent): void {
  const progress = event.type === 'version-progress' ? event.progress : undefined;
  const starts = event.type === 'version-state' && event.state === 'generating';
  if (event.type !== 'version-progress' && !starts) return;
  const { scriptId, versionId } = event;
  const inPages = (data: InfiniteData<Page<Version>> | undefined) =>
    data && {
      ...data,
      pages: data.pages.map((page) => ({
        ...page,
        items: page.items.map((version) =>
          version.id === versionId ? inTheMaking(version, progress) : version,
        ),
      })),
    };
  client.setQueryData(['versions', 'ofScript', scriptId], inPages);
  client.setQueriesData({ queryKey: ['batches', 'versions'] }, inPages);
  client.setQueryData<Version>(
    ['versions', 'one', versionId],
    (version) => version && inTheMaking(version, progress),
  );
}
