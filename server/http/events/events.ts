import type { FastifyInstance } from 'fastify';
import { Gauge, type Registry } from 'prom-client';
import { operationsRoutes } from '../../../shared/api/operations.ts';
import type { EventBus } from '../../db/eventBus.ts';
import { serve } from '../serve.ts';
import { openStreams, type StreamsDeps } from './streams.ts';

export interface EventsDeps extends StreamsDeps {
  bus: Pick<EventBus, 'subscribe' | 'onGap' | 'onRightsChanged'>;
  registry: Registry;
}

/**
 * What happens in the caller's workspace, as server-sent events named after their type. `hello` opens a
 * stream and `gap` follows an interruption behind it: after either, what is on show is to be fetched again,
 * since nothing is repeated. A stream ends when its caller may no longer read, and when the node drains.
 */
export function mountEvents(app: FastifyInstance, deps: EventsDeps): void {
  const streams = openStreams(app, deps);
  new Gauge({
    name: 'voiceops_event_streams',
    help: 'Event streams that are open',
    registers: [deps.registry],
    collect() {
      this.set(streams.size);
    },
  });

  serve(app, operationsRoutes.events, async (call) =>
    streams.open(call, (tell) => {
      const stopListening = deps.bus.subscribe(call.caller.workspaceId, (event) => tell(event.type, event));
      const stopGaps = deps.bus.onGap(() => tell('gap', {}));
      tell('hello', {});
      return () => {
        stopListening();
        stopGaps();
      };
    }),
  );
}
