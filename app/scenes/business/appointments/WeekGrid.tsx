import type { CSSProperties } from 'react';
import { type OpeningHours, WEEKDAYS } from '../../../../shared/api/business/hours.ts';
import type { Appointment } from '../../../../shared/api/business/records.ts';
import { cx } from '../../../components/cx.ts';
import { addDays, dayHead, minuteOf, timeOf } from './days.ts';
import styles from './Week.module.css';

const HOUR = 60;

interface Span {
  from: number;
  to: number;
}

/** Parts of a day in which the business is open, in minutes. */
function openOn(day: string, index: number, { week, exceptions }: OpeningHours): Span[] {
  const minute = (time: string) => minuteOf(`${day}T${time}`);
  const otherwise = exceptions.find((one) => one.day === day);
  if (otherwise)
    return otherwise.opens !== null && otherwise.closes !== null
      ? [{ from: minute(otherwise.opens), to: minute(otherwise.closes) }]
      : [];
  return week
    .filter(({ weekday }) => weekday === WEEKDAYS[index])
    .map(({ opens, closes }) => ({ from: minute(opens), to: minute(closes) }));
}

const spanOf = ({ local, startsAt, endsAt }: Appointment): Span => {
  const from = minuteOf(local);
  return { from, to: from + (Date.parse(endsAt) - Date.parse(startsAt)) / 60_000 };
};

/** Beside each other stand those that overlap, as calendars of several people do. */
function lanesOf(appointments: readonly Appointment[]): { appointment: Appointment; lane: number }[] {
  const ends: number[] = [];
  return appointments.map((appointment) => {
    const { from, to } = spanOf(appointment);
    const free = ends.findIndex((end) => end <= from);
    const lane = free === -1 ? ends.length : free;
    ends[lane] = to;
    return { appointment, lane };
  });
}

/** Seven days beside each other; on a phone under each other. */
export function WeekGrid({
  monday,
  today,
  opening,
  appointments,
  onOpen,
}: {
  monday: string;
  today: string;
  opening: OpeningHours;
  appointments: readonly Appointment[];
  onOpen: (appointment: Appointment) => void;
}) {
  const days = Array.from({ length: 7 }, (_, index) => {
    const day = addDays(monday, index);
    return {
      day,
      open: openOn(day, index, opening),
      lanes: lanesOf(appointments.filter(({ local }) => local.startsWith(day))),
    };
  });
  const spans = [...days.flatMap(({ open }) => open), ...appointments.map(spanOf)];
  const first = Math.floor(Math.min(9 * HOUR, ...spans.map(({ from }) => from)) / HOUR);
  const last = Math.ceil(Math.max(17 * HOUR, ...spans.map(({ to }) => to)) / HOUR);
  const hours = Array.from({ length: last - first }, (_, index) => first + index);
  const percent = (minutes: number) => `${(minutes / ((last - first) * HOUR)) * 100}%`;
  const place = ({ from, to }: Span) => ({
    '--top': percent(from - first * HOUR),
    '--length': percent(to - from),
  });
  return (
    <div className={styles.week} style={{ '--hours': last - first } as CSSProperties}>
      <div className={styles.axis} aria-hidden>
        {hours.map((hour) => (
          <span key={hour} className={styles.hour}>
            {timeOf(`${monday}T${String(hour).padStart(2, '0')}:00`)}
          </span>
        ))}
      </div>
      {days.map(({ day, open, lanes }) => {
        const laneCount = Math.max(1, ...lanes.map(({ lane }) => lane + 1));
        return (
          <section key={day} className={styles.day} aria-label={dayHead(day)}>
            <h3 className={cx(styles.head, day === today && styles.today)}>{dayHead(day)}</h3>
            <div className={styles.column}>
              {open.map((span) => (
                <div key={span.from} className={styles.open} style={place(span) as CSSProperties} />
              ))}
              {lanes.length === 0 ? (
                <p className={styles.none}>{open.length === 0 ? 'Closed' : 'No appointments'}</p>
              ) : null}
              {lanes.map(({ appointment, lane }) => (
                <button
                  key={appointment.id}
                  type="button"
                  className={cx(styles.block, appointment.state === 'cancelled' && styles.cancelled)}
                  style={
                    {
                      ...place(spanOf(appointment)),
                      '--lane': `${(lane / laneCount) * 100}%`,
                      '--share': `${100 / laneCount}%`,
                    } as CSSProperties
                  }
                  onClick={() => onOpen(appointment)}
                >
                  <span className={styles.when}>{timeOf(appointment.local)}</span>
                  <span className={styles.who}>{appointment.name}</span>
                  <span className={styles.what}>
                    {appointment.serviceName}
                    {appointment.state === 'cancelled' ? ' · cancelled' : ''}
                  </span>
                </button>
              ))}
            </div>
          </section>
        );
      })}
    </div>
  );
}
