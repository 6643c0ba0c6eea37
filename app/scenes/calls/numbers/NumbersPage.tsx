import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Ellipsis, PencilLine, Phone, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { PhoneNumber } from '../../../../shared/api/calls/numbers.ts';
import { deletePhoneNumber, phoneNumbersQuery } from '../../../api/phoneNumbers.ts';
import { Button } from '../../../components/Button.tsx';
import { ConfirmDialog } from '../../../components/ConfirmDialog.tsx';
import common from '../../../components/common.module.css';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { IconButton } from '../../../components/IconButton.tsx';
import { Loaded } from '../../../components/Loaded.tsx';
import { Menu, MenuItem } from '../../../components/Menu.tsx';
import { Table } from '../../../components/Table.tsx';
import { notify } from '../../../components/Toast.tsx';
import { useCan } from '../../../frame/useMe.ts';
import { AtTheCarrier } from './AtTheCarrier.tsx';
import { NumberDialog } from './NumberDialog.tsx';

type Asking = { what: 'add' } | { what: 'change' | 'remove'; number: PhoneNumber };

/** The numbers that callers dial, and where each leads. */
export function NumbersPage() {
  const client = useQueryClient();
  const numbers = useQuery(phoneNumbersQuery);
  const mayManage = useCan('calls:manage');
  const [asking, setAsking] = useState<Asking | null>(null);
  const close = () => setAsking(null);
  const add = () => setAsking({ what: 'add' });
  return (
    <>
      <div className={common.spread}>
        <p className={common.quiet}>Callers who dial a number come into its flow.</p>
        {mayManage && numbers.data?.length ? (
          <Button kind="primary" icon={<Plus aria-hidden />} onClick={add}>
            Add a number
          </Button>
        ) : null}
      </div>
      <Loaded query={numbers}>
        {(all) =>
          all.length === 0 ? (
            <EmptyState
              icon={<Phone />}
              title="No number leads here yet"
              action={
                mayManage ? (
                  <Button kind="primary" onClick={add}>
                    Add a number
                  </Button>
                ) : null
              }
            >
              Add a number that you have at a carrier, and say which flow its callers come into. Until then
              flows and personalities can be called from the browser.
            </EmptyState>
          ) : (
            <Table
              caption="Numbers"
              rows={all}
              rowKey={({ id }) => id}
              columns={[
                { head: 'Number', cell: ({ number }) => <span className="tabular">{number}</span> },
                { head: 'What it is for', cell: ({ name }) => name },
                {
                  head: 'Callers come into',
                  cell: ({ flow }) =>
                    flow ? (
                      <Link to="/calls/flows/$flowId" params={{ flowId: flow.id }}>
                        {flow.name}
                      </Link>
                    ) : (
                      'No flow: it is not in use'
                    ),
                },
                {
                  head: 'Actions',
                  hideHead: true,
                  end: true,
                  cell: (number) =>
                    mayManage ? (
                      <Menu
                        trigger={
                          <IconButton size="small" label={`More for ${number.number}`} icon={<Ellipsis />} />
                        }
                      >
                        <MenuItem
                          icon={<PencilLine aria-hidden />}
                          onSelect={() => setAsking({ what: 'change', number })}
                        >
                          Change
                        </MenuItem>
                        <MenuItem
                          danger
                          icon={<Trash2 aria-hidden />}
                          onSelect={() => setAsking({ what: 'remove', number })}
                        >
                          Remove
                        </MenuItem>
                      </Menu>
                    ) : null,
                },
              ]}
            />
          )
        }
      </Loaded>
      <AtTheCarrier />
      {asking?.what === 'add' ? <NumberDialog number={null} onClose={close} /> : null}
      {asking?.what === 'change' ? <NumberDialog number={asking.number} onClose={close} /> : null}
      {asking?.what === 'remove' ? (
        <ConfirmDialog
          title={`Remove ${asking.number.number}?`}
          action="Remove number"
          onConfirm={async () => {
            await deletePhoneNumber(asking.number.id);
            await client.invalidateQueries({ queryKey: phoneNumbersQuery.queryKey });
            void client.invalidateQueries({ queryKey: ['flows', 'list'] });
            notify(`${asking.number.number} is removed.`);
          }}
          onClose={close}
        >
          Whoever calls it from now on is told that it is not in use. Calls that came in on it stay, and it
          can be added again.
        </ConfirmDialog>
      ) : null}
    </>
  );
}
