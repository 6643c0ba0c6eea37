import type { WorkspaceEvent } from '../../shared/api/operations.ts';
import type { EventBus } from './eventBus.ts';

/**
 * Keeps what a process remembers of workspaces as new as what any process changed: it is forgotten as soon as one of
 * these events tells of a change, and all of it where events may have been missed.
 *
 * @param forget null: what is known of all workspaces
 */
export function forgetChanged(
  bus: Pick<EventBus, 'subscribeToAll' | 'onGap'>,
  events: readonly WorkspaceEvent['type'][],
  forget: (workspaceId: string | null) => void,
): void {
  bus.subscribeToAll(({ type }, workspaceId) => {
    if (events.includes(type)) forget(workspaceId);
  });
  bus.onGap(() => forget(null));
}
