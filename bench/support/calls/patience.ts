import { endpointMs } from '../../../server/calls/turns/endpoint.ts';
import { SAID } from './said.ts';

/** How long the engine waits behind what these callers say before the turn is its own. */
export const PATIENCE_MS = endpointMs({ what: 'anything', language: 'en-US' }, SAID);
