import type { EventBus } from '../db/eventBus.ts';
import type { Speech } from '../speech/contract.ts';

/**
 * Keeps what a process knows of the voices that workspaces made as new as what other processes changed: one that was
 * made there speaks here, and one whose consent was revoked there is silent here, as soon as that is told.
 */
export function followVoices(
  bus: Pick<EventBus, 'subscribeToAll' | 'onGap'>,
  speech: Pick<Speech, 'changed'>,
): void {
  bus.subscribeToAll(({ type }, workspaceId) => {
    if (type === 'personality-changed') speech.changed(workspaceId);
  });
  bus.onGap(() => speech.changed(null));
}
