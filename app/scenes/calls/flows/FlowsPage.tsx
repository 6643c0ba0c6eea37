import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Plus, Workflow } from 'lucide-react';
import { createFlow, flowQuery, flowsQuery } from '../../../api/flows.ts';
import { Button } from '../../../components/Button.tsx';
import common from '../../../components/common.module.css';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { Checkbox } from '../../../components/Field.tsx';
import { Loaded } from '../../../components/Loaded.tsx';
import { Table } from '../../../components/Table.tsx';
import { Time } from '../../../components/Time.tsx';
import { useCan } from '../../../frame/useMe.ts';
import { starterFlow } from './edit/starterFlow.ts';
import { FlowDialog } from './FlowDialog.tsx';

const route = getRouteApi('/frame/calls/flows');

/** The flows of the workspace. */
export function FlowsPage() {
  const { create, archived = false } = route.useSearch();
  const navigate = route.useNavigate();
  const client = useQueryClient();
  const flows = useQuery(flowsQuery(archived));
  const mayManage = useCan('calls:manage');
  const ask = () => void navigate({ search: (now) => ({ ...now, create: 'flow' }) });
  return (
    <>
      <div className={common.spread}>
        <p className={common.quiet}>
          A flow says what happens to a call: who greets, what is asked, and who answers.
        </p>
        {mayManage && flows.data?.length ? (
          <Button kind="primary" icon={<Plus aria-hidden />} onClick={ask}>
            New flow
          </Button>
        ) : null}
      </div>
      <Loaded query={flows}>
        {(all) =>
          all.length === 0 ? (
            <EmptyState
              icon={<Workflow />}
              title={archived ? 'Nothing is archived' : 'Say what happens to a call'}
              action={
                mayManage && !archived ? (
                  <Button kind="primary" onClick={ask}>
                    Make a flow
                  </Button>
                ) : null
              }
            >
              {archived
                ? 'Flows that are no longer used are kept here.'
                : 'A new flow lets your primary personality answer; add menus, opening hours and transfers as you need them.'}
            </EmptyState>
          ) : (
            <Table
              caption="Flows"
              rows={all}
              rowKey={({ id }) => id}
              columns={[
                {
                  head: 'Flow',
                  cell: ({ id, name, description }) => (
                    <div>
                      <Link to="/calls/flows/$flowId" params={{ flowId: id }}>
                        {name}
                      </Link>
                      {description ? <p className={common.quiet}>{description}</p> : null}
                    </div>
                  ),
                },
                {
                  head: 'Numbers',
                  cell: ({ numbers }) => (numbers.length > 0 ? numbers.join(', ') : 'None'),
                },
                { head: 'Version', cell: ({ version }) => version },
                { head: 'Changed', cell: ({ updatedAt }) => <Time at={updatedAt} /> },
              ]}
            />
          )
        }
      </Loaded>
      <Checkbox
        label="Show archived flows instead"
        checked={archived}
        onChange={(event) =>
          void navigate({ search: { archived: event.currentTarget.checked || undefined }, replace: true })
        }
      />
      {create && mayManage ? (
        <FlowDialog
          title="New flow"
          action="Create flow"
          name=""
          description=""
          onSave={async (words) => {
            const flow = await createFlow({ ...words, content: starterFlow() });
            client.setQueryData(flowQuery(flow.id).queryKey, flow);
            void client.invalidateQueries({ queryKey: ['flows', 'list'] });
            return flow;
          }}
          onSaved={({ id }) => void navigate({ to: '/calls/flows/$flowId', params: { flowId: id } })}
          onClose={() => void navigate({ search: (now) => ({ ...now, create: undefined }) })}
        />
      ) : null}
    </>
  );
}
