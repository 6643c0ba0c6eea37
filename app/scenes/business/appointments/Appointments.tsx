import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { CalendarDays, ChevronLeft, ChevronRight, Plus } from 'lucide-react';
import { useState } from 'react';
import type { Appointment } from '../../../../shared/api/business/records.ts';
import { appointmentsQuery, hoursQuery, servicesQuery } from '../../../api/business.ts';
import { Button } from '../../../components/Button.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { IconButton } from '../../../components/IconButton.tsx';
import { Loaded } from '../../../components/Loaded.tsx';
import { Skeleton } from '../../../components/Skeleton.tsx';
import { useCan } from '../../../frame/useMe.ts';
import styles from '../Business.module.css';
import { DemoButton } from '../DemoButton.tsx';
import { AppointmentDialog } from './AppointmentDialog.tsx';
import { BookDialog } from './BookDialog.tsx';
import { addDays, dayHead, mondayOf, todayIn } from './days.ts';
import week from './Week.module.css';
import { WeekGrid } from './WeekGrid.tsx';

const route = getRouteApi('/frame/business');

/** The calendar of a week: on a phone a list of days. */
export function Appointments() {
  const mayEdit = useCan('business:write');
  const { day } = route.useSearch();
  const hours = useQuery(hoursQuery);
  const services = useQuery(servicesQuery);
  const [booking, setBooking] = useState(false);
  const [open, setOpen] = useState<Appointment | null>(null);
  const timeZone = hours.data?.timeZone ?? 'UTC';
  const today = todayIn(timeZone);
  const monday = mondayOf(day ?? today);
  const appointments = useQuery({
    ...appointmentsQuery(monday, addDays(monday, 6)),
    enabled: hours.isSuccess,
  });
  const to = (first: string) => ({ to: '.', search: { day: first } }) as const;
  const navigate = useNavigate();
  if (services.data?.length === 0)
    return (
      <EmptyState
        icon={<CalendarDays />}
        title="Nothing can be booked yet"
        action={mayEdit ? <DemoButton /> : null}
      >
        Add services under “Hours and services”, or look at an example business with a dentist’s calendar
        first.
      </EmptyState>
    );
  return (
    <>
      <div className={styles.bar}>
        <div className={week.steps}>
          <IconButton
            label="The week before"
            icon={<ChevronLeft />}
            kind="plain"
            onClick={() => navigate(to(addDays(monday, -7)))}
          />
          <Button onClick={() => navigate({ to: '.', search: {} })}>This week</Button>
          <IconButton
            label="The week after"
            icon={<ChevronRight />}
            kind="plain"
            onClick={() => navigate(to(addDays(monday, 7)))}
          />
          <h2 className={week.title}>
            {dayHead(monday)} – {dayHead(addDays(monday, 6))}
          </h2>
          <span className={styles.muted}>{timeZone.replaceAll('_', ' ')}</span>
        </div>
        {mayEdit ? (
          <Button icon={<Plus aria-hidden />} onClick={() => setBooking(true)}>
            Book appointment
          </Button>
        ) : null}
      </div>
      <Loaded query={hours} shape={<Skeleton height={480} />}>
        {(opening) => (
          <Loaded query={appointments} shape={<Skeleton height={480} />}>
            {(all) => (
              <WeekGrid monday={monday} today={today} opening={opening} appointments={all} onOpen={setOpen} />
            )}
          </Loaded>
        )}
      </Loaded>
      {booking && services.data ? (
        <BookDialog
          services={services.data}
          timeZone={timeZone}
          day={monday > today ? monday : today}
          onClose={() => setBooking(false)}
        />
      ) : null}
      {open ? (
        <AppointmentDialog appointment={open} timeZone={timeZone} onClose={() => setOpen(null)} />
      ) : null}
    </>
  );
}
