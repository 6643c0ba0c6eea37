import { type EventBus, openEventBus } from '../db/eventBus.ts';
import { forgetChanged } from '../db/forgetChanged.ts';
import type { Domain } from './domain.ts';
import type { Foundation } from './foundation.ts';
import type { Scope } from './scope.ts';

/** Listens to what other processes change; what this one remembers of voices, engines and plans follows it. Ends with the scope. */
export async function wireEvents(
  { databaseUrl }: Foundation,
  { studio: { speech }, recognition, agents, accounts }: Domain,
  scope: Scope,
): Promise<EventBus> {
  const bus = await openEventBus(databaseUrl);
  scope.defer(() => bus.close());
  // A voice that was made in another process speaks here, and one whose consent was revoked there is silent.
  forgetChanged(bus, ['personality-changed', 'workspace-changed'], speech.changed);
  for (const forget of [recognition.changed, agents.changed, accounts.planChanged])
    forgetChanged(bus, ['workspace-changed'], forget);
  return bus;
}
