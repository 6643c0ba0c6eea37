import type { Caller } from '../caller.ts';

/** A caller as the database knows them, before the request that names its correlation id. */
export type KnownCaller = Omit<Caller, 'correlationId'>;
