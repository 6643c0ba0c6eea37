import type { Scope } from '../../shared/access.ts';
import type { Caller } from '../caller.ts';
import { ProblemError } from '../problem.ts';

/** For rights that depend on what is done, not on the address alone. Throws `forbidden`. */
export function requireScope(caller: Caller, scope: Scope, toDo: string): void {
  if (!caller.scopes.has(scope))
    throw new ProblemError('forbidden', `You need the right ${scope} to ${toDo}.`);
}

/** Throws `person-required` for a key, whatever its scopes. */
export function requirePerson(caller: Caller, toDo: string): void {
  if (caller.actor.kind !== 'user')
    throw new ProblemError('person-required', `Only a person who signed in may ${toDo}.`);
}
