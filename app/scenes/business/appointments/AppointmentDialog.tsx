import { useState } from 'react';
import type { Appointment } from '../../../../shared/api/business/records.ts';
import { updateAppointment } from '../../../api/business.ts';
import { Badge } from '../../../components/Badge.tsx';
import { Button } from '../../../components/Button.tsx';
import { Dialog } from '../../../components/Dialog.tsx';
import { TextField } from '../../../components/Field.tsx';
import { ProblemMessage } from '../../../components/ProblemMessage.tsx';
import { useCan } from '../../../frame/useMe.ts';
import { useSave } from '../useSave.ts';
import styles from './AppointmentDialog.module.css';
import { dayHead, timeOf } from './days.ts';

/** One appointment: whose it is, and moving or cancelling it. */
export function AppointmentDialog({
  appointment,
  timeZone,
  onClose,
}: {
  appointment: Appointment;
  timeZone: string;
  onClose: () => void;
}) {
  const mayEdit = useCan('business:write');
  const [local, setLocal] = useState(appointment.local);
  const change = useSave(
    (to: { startsAt?: string; state?: 'cancelled' }) => updateAppointment(appointment.id, to),
    onClose,
  );
  const ahead = appointment.state === 'booked' && Date.parse(appointment.startsAt) > Date.now();
  const facts: [string, string][] = [
    ['Service', appointment.serviceName],
    ['When', `${dayHead(appointment.local.slice(0, 10))}, ${timeOf(appointment.local)}`],
    ['Calendar', appointment.calendar],
    ['Telephone', appointment.phone ?? '–'],
    ['Confirmation code', appointment.confirmationCode],
  ];
  return (
    <Dialog
      title={appointment.name}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Close</Button>
          {mayEdit && ahead ? (
            <>
              <Button
                kind="danger"
                busy={change.isPending}
                onClick={() => change.mutate({ state: 'cancelled' })}
              >
                Cancel appointment
              </Button>
              <Button
                kind="primary"
                busy={change.isPending}
                disabled={local === appointment.local}
                onClick={() => change.mutate({ startsAt: local })}
              >
                Move
              </Button>
            </>
          ) : null}
        </>
      }
    >
      {appointment.state === 'cancelled' ? <Badge tone="bad">Cancelled</Badge> : null}
      <dl className={styles.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {mayEdit && ahead ? (
        <TextField
          label="Move to"
          type="datetime-local"
          step={300}
          hint={`In the time of ${timeZone.replaceAll('_', ' ')}, within opening hours.`}
          value={local}
          onChange={(event) => setLocal(event.currentTarget.value)}
        />
      ) : null}
      {change.error ? <ProblemMessage error={change.error} kept="The appointment is as it was." /> : null}
    </Dialog>
  );
}
