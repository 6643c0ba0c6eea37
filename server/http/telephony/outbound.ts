import type { FastifyInstance } from 'fastify';
import { outboundRoutes } from '../../../shared/api/calls/outbound.ts';
import { type Outbound, placeCall } from '../../calls/outbound/placeCall.ts';
import { keyedRequest } from '../../db/idempotency.ts';
import { serve } from '../serve.ts';

/** Calls that we place. */
export function mountOutbound(app: FastifyInstance, outbound: Outbound): void {
  serve(app, outboundRoutes.placeCall, ({ caller, body, request }) => {
    const { 'idempotency-key': key } = request.headers;
    return placeCall(outbound, caller, body, keyedRequest(typeof key === 'string' ? key : undefined, body));
  });
}
