import { useQuery } from '@tanstack/react-query';
import { ROLE_SCOPES } from '../../shared/access.ts';
import { membersQuery } from '../api/identity.ts';

/** What stands at a number of approvals that more people would have to give than can; undefined where it can be met. */
export function useApproversHint(asked: number): string | undefined {
  const { data: members } = useQuery(membersQuery);
  const able = members?.filter(({ role }) => ROLE_SCOPES[role].includes('versions:approve')).length;
  if (able === undefined || asked <= able) return undefined;
  return `Only ${able === 1 ? 'one person' : `${able} people`} here can approve: nothing would get through until more can.`;
}
