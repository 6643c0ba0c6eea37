import type { QueryKey } from '@tanstack/react-query';
import type { WorkspaceEvent } from '../../../shared/api/operations.ts';

const STALE: {
  [Type in WorkspaceEvent['type']]: (event: Extract<WorkspaceEvent, { type: Type }>) => QueryKey[];
} = {
  'version-progress': () => [],
  'version-state': ({ scriptId, versionId, state }) =>
    state === 'generating'
      ? // The version itself is told everything by the event; only what counts versions is fetched.
        [
          ['batches', 'one'],
          ['batches', 'latest'],
        ]
      : [
          ['versions', 'ofScript', scriptId],
          ['versions', 'one', versionId],
          ['versions', 'compare'],
          ['peaks', versionId],
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
  'checks-changed': (event) => [
    ['versions', 'ofScript', event.scriptId],
    ['versions', 'one', event.versionId],
    ['checks', event.versionId],
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
  'deployment-changed': () => [['channels'], ['versions'], ['reviews'], ['flow-check']],
  'channel-changed': () => [['channels'], ['versions', 'one'], ['flow-check']],
  'release-changed': () => [['releases'], ['channels']],
  'members-changed': () => [['members'], ['me']],
  'workspace-changed': () => [['workspace'], ['workspaces'], ['engines'], ['voices'], ['usage']],
  'webhook-delivery': (event) => [
    ['webhooks', 'deliveries', event.webhookId],
    ['webhooks', 'list'],
  ],
  'personality-changed': () => [['personalities'], ['voices'], ['flow-check']],
  'conversation-stopped': ({ conversationId }) => [['conversations', conversationId]],
  'conversation-changed': ({ conversationId }) => [
    ['conversations', conversationId, 'one'],
    ['conversations', 'list'],
  ],
  'voice-progress': ({ personalityId }) => [['personalities', 'voice', personalityId]],
  'appointments-changed': () => [['business', 'appointments']],
  'flow-changed': () => [['flows'], ['phone-numbers']],
  'phone-numbers-changed': () => [['phone-numbers'], ['flows']],
  'voice-pull': () => [['voice-catalogue'], ['voices'], ['engines']],
};

/** The kinds of events there are. */
export const EVENT_TYPES = Object.keys(STALE);

/** Which cached answers an event makes stale. One of a kind that a newer server tells makes none stale. */
export function staleKeys(event: WorkspaceEvent): QueryKey[] {
  const stale = STALE[event.type] as ((event: WorkspaceEvent) => QueryKey[]) | undefined;
  const audited =
    !['webhook-delivery', 'checks-changed'].includes(event.type) && !event.type.endsWith('-progress');
  return [...(stale?.(event) ?? []), ...(audited ? [['audit']] : [])];
}
