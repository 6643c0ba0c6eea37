import { useQuery, useQueryClient } from '@tanstack/react-query';
import { CalendarPlus, Pencil, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import type { Service, ServiceInput } from '../../../../shared/api/business/records.ts';
import { deleteService, saveService, servicesQuery } from '../../../api/business.ts';
import { fieldError } from '../../../api/fieldError.ts';
import { Button } from '../../../components/Button.tsx';
import { ConfirmDialog } from '../../../components/ConfirmDialog.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { TextField } from '../../../components/Field.tsx';
import { Panel, Row } from '../../../components/Form.tsx';
import { FormDialog } from '../../../components/FormDialog.tsx';
import { IconButton } from '../../../components/IconButton.tsx';
import { Loaded } from '../../../components/Loaded.tsx';
import { Table } from '../../../components/Table.tsx';
import { useCan } from '../../../frame/useMe.ts';
import { DemoButton } from '../DemoButton.tsx';
import { useSave } from '../useSave.ts';
import styles from './Hours.module.css';

/** What can be booked, how long it takes and whose time it is. */
export function ServicesPanel() {
  const client = useQueryClient();
  const mayEdit = useCan('business:write');
  const services = useQuery(servicesQuery);
  const [editing, setEditing] = useState<Service | 'new' | null>(null);
  const [deleting, setDeleting] = useState<Service | null>(null);
  return (
    <Panel
      title="Services"
      lead="What can be booked. Services of one calendar never overlap: it is one person’s or one room’s time."
    >
      <Loaded query={services}>
        {(all) =>
          all.length === 0 ? (
            <EmptyState
              icon={<CalendarPlus />}
              title="Nothing can be booked yet"
              action={mayEdit ? <DemoButton /> : null}
            >
              Add what people may book, or look at an example business first.
            </EmptyState>
          ) : (
            <Table
              caption="Services"
              rows={all}
              rowKey={({ id }) => id}
              columns={[
                { head: 'Name', cell: ({ name }) => <strong>{name}</strong> },
                { head: 'Takes', cell: ({ durationMinutes }) => `${durationMinutes} minutes` },
                { head: 'Calendar', cell: ({ calendar }) => calendar },
                {
                  head: 'Actions',
                  hideHead: true,
                  end: true,
                  cell: (service) =>
                    mayEdit ? (
                      <span className={styles.actions}>
                        <IconButton
                          label={`Change ${service.name}`}
                          icon={<Pencil />}
                          onClick={() => setEditing(service)}
                        />
                        <IconButton
                          label={`Delete ${service.name}`}
                          icon={<Trash2 />}
                          onClick={() => setDeleting(service)}
                        />
                      </span>
                    ) : null,
                },
              ]}
            />
          )
        }
      </Loaded>
      {mayEdit ? (
        <Row>
          <Button icon={<Plus aria-hidden />} onClick={() => setEditing('new')}>
            Add service
          </Button>
        </Row>
      ) : null}
      {editing ? (
        <ServiceDialog service={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />
      ) : null}
      {deleting ? (
        <ConfirmDialog
          title={`No longer offer ${deleting.name}?`}
          action="Delete service"
          onClose={() => setDeleting(null)}
          onConfirm={async () => {
            await deleteService(deleting.id);
            await client.invalidateQueries({ queryKey: ['business'] });
          }}
        >
          Nobody can book it any more. Appointments that are made for it stay.
        </ConfirmDialog>
      ) : null}
    </Panel>
  );
}

function ServiceDialog({ service, onClose }: { service: Service | null; onClose: () => void }) {
  const { register, handleSubmit } = useForm<ServiceInput>({
    defaultValues: {
      name: service?.name ?? '',
      durationMinutes: service?.durationMinutes ?? 30,
      calendar: service?.calendar ?? '',
    },
  });
  const save = useSave((values: ServiceInput) => saveService(service?.id ?? null, values), onClose);
  const error = (field: keyof ServiceInput) => fieldError(save.error, field);
  return (
    <FormDialog
      title={service ? service.name : 'Add service'}
      action={service ? 'Save' : 'Add service'}
      mutation={save}
      onSubmit={handleSubmit((values) => save.mutate(values))}
      onClose={onClose}
    >
      <TextField label="Name" error={error('name')} {...register('name')} />
      <TextField
        label="Minutes"
        type="number"
        min={5}
        step={5}
        error={error('durationMinutes')}
        {...register('durationMinutes', { valueAsNumber: true })}
      />
      <TextField
        label="Calendar"
        hint="Whose time it takes: a person or a room. A new name makes a new calendar."
        error={error('calendar')}
        {...register('calendar')}
      />
    </FormDialog>
  );
}
