import { useSuspenseQuery } from '@tanstack/react-query';
import type { Scope } from '../../shared/access.ts';
import { meQuery } from '../api/identity.ts';

/** Who is signed in. Inside the frame this is always known. */
export const useMe = () => useSuspenseQuery(meQuery).data;

/** Whether I may do this; the server decides again on every call. */
export const useCan = (scope: Scope): boolean => useMe().scopes.includes(scope);
