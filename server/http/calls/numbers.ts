import type { FastifyInstance } from 'fastify';
import { numberRoutes as routes } from '../../../shared/api/calls/numbers.ts';
import type { FlowStore } from '../../calls/flows/stored/flows.ts';
import { addNumber, changeNumber, deleteNumber, listNumbers } from '../../calls/flows/stored/numbers.ts';
import { serve } from '../serve.ts';

/** Numbers that callers dial, and where they lead. */
export function mountNumbers(app: FastifyInstance, store: FlowStore): void {
  serve(app, routes.listPhoneNumbers, ({ caller, query }) => listNumbers(store, caller, query));
  serve(app, routes.createPhoneNumber, ({ caller, body }) => addNumber(store, caller, body));
  serve(app, routes.updatePhoneNumber, ({ caller, params, body }) =>
    changeNumber(store, caller, params.id, body),
  );
  serve(app, routes.deletePhoneNumber, async ({ caller, params }) => {
    await deleteNumber(store, caller, params.id);
    return undefined;
  });
}
