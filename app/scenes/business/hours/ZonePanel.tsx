import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { updateWorkspace, workspaceQuery } from '../../../api/identity.ts';
import { Select } from '../../../components/Field.tsx';
import { Panel } from '../../../components/Form.tsx';
import { Loaded } from '../../../components/Loaded.tsx';
import { notify, notifyProblem } from '../../../components/Toast.tsx';
import { useCan } from '../../../frame/useMe.ts';
import styles from './Hours.module.css';

/** The zone in which the workspace means days and hours. */
export function ZonePanel() {
  const client = useQueryClient();
  const mayChange = useCan('settings:manage');
  const workspace = useQuery(workspaceQuery);
  const change = useMutation({
    mutationFn: (timeZone: string) => updateWorkspace({ timeZone }),
    onSuccess: (saved) => {
      client.setQueryData(workspaceQuery.queryKey, saved);
      notify('Days and hours are meant in the new zone.');
      return client.invalidateQueries({ queryKey: ['business'] });
    },
    onError: notifyProblem,
  });
  return (
    <Panel
      title="Time zone"
      lead="Opening hours and appointments are meant in this zone, wherever callers are. Appointments that are booked keep their moment."
    >
      <Loaded query={workspace}>
        {({ timeZone }) => (
          <Select
            label="Time zone"
            className={styles.narrow}
            disabled={!mayChange || change.isPending}
            hint={mayChange ? null : 'Only owners and admins can change this.'}
            value={timeZone}
            onChange={(event) => change.mutate(event.currentTarget.value)}
          >
            {zonesWith(timeZone).map((zone) => (
              <option key={zone} value={zone}>
                {zone.replaceAll('_', ' ')}
              </option>
            ))}
          </Select>
        )}
      </Loaded>
    </Panel>
  );
}

/** Every zone the browser knows, and the present one. */
function zonesWith(present: string): string[] {
  return [...new Set(['UTC', present, ...Intl.supportedValuesOf('timeZone')])];
}
