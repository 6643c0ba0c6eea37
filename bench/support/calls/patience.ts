import { endpointMs } from '../../../server/calls/turns/endpoint.ts';
import { learnBeside, learned } from '../../../server/dialogue/understanding/intents/intents.ts';
import { SAID } from './said.ts';

// As in the product once it serves: words are understood before it is decided how long is waited behind them.
learnBeside();
await learned();

/** How long the engine waits behind what these callers say before the turn is its own. */
export const PATIENCE_MS = endpointMs({ what: 'anything', language: 'en-US' }, SAID);
