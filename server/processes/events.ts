import { type EventBus, openEventBus } from '../db/eventBus.ts';
import { followVoices } from '../voices/followVoices.ts';
import type { Domain } from './domain.ts';
import type { Foundation } from './foundation.ts';
import type { Scope } from './scope.ts';

/** Listens to what other processes change; what this one remembers of voices follows it. Ends with the scope. */
export async function wireEvents(
  { databaseUrl }: Foundation,
  { studio: { speech } }: Domain,
  scope: Scope,
): Promise<EventBus> {
  const bus = await openEventBus(databaseUrl);
  scope.defer(() => bus.close());
  followVoices(bus, speech);
  return bus;
}
