import type { SeededRandom } from '../../seededRandom.ts';

export interface KnownService {
  name: string;
  durationMinutes: number;
  calendar: string;
}

export interface KnownAppointment {
  id: string;
  serviceName: string;
  calendar: string;
  name: string;
  phone: string | null;
  /** In the zone of the business: 2026-11-27T14:00. */
  local: string;
  confirmationCode: string;
  state: 'booked' | 'cancelled';
}

/** What there is to ask for at a business, as its API shows it. */
export interface Business {
  /** Its date, by its own clock. */
  today: string;
  orders: readonly { number: string; status: string }[];
  services: readonly KnownService[];
  /** Of the days in which callers book. */
  appointments: readonly KnownAppointment[];
  week: readonly { weekday: string; opens: string; closes: string }[];
  /** Days that are otherwise than their weekday. */
  exceptions: readonly { day: string }[];
  faq: readonly { question: string; answer: string }[];
}

/** A time at which a service could begin. */
export interface FreeTime {
  service: KnownService;
  /** 2026-11-27. */
  day: string;
  weekday: string;
  /** Behind today. */
  daysAhead: number;
  minute: number;
}

/** Appointments and bookings of callers lie within so many days. */
export const DAYS_AHEAD = 12;
const DAY_MS = 86_400_000;
const STEP_MINUTES = 30;

export const dayAfter = (day: string, days: number) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
export const weekdayOf = (day: string) =>
  new Intl.DateTimeFormat('en-US', { weekday: 'long', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`));

/** A time from tomorrow on that nobody has; null: none was found. */
export function freeTime(business: Business, random: SeededRandom): FreeTime | null {
  const { services, week, exceptions, today } = business;
  for (let tries = 0; tries < 200 && services.length > 0; tries++) {
    const service = services[random.number(services.length)]!;
    const daysAhead = 1 + random.number(DAYS_AHEAD);
    const day = dayAfter(today, daysAhead);
    const weekday = weekdayOf(day);
    const parts = week.filter((part) => part.weekday.toLowerCase() === weekday.toLowerCase());
    const part = parts[random.number(parts.length)];
    if (!part || exceptions.some((one) => one.day === day)) continue;
    const opens = minuteOf(part.opens);
    const room = minuteOf(part.closes) - opens - service.durationMinutes;
    if (room < 0) continue;
    const minute = opens + STEP_MINUTES * random.number(Math.floor(room / STEP_MINUTES) + 1);
    if (!taken(business, service, day, minute)) return { service, day, weekday, daysAhead, minute };
  }
  return null;
}

function taken({ appointments, services }: Business, service: KnownService, day: string, minute: number) {
  return appointments.some(({ local, calendar, serviceName, state }) => {
    if (state !== 'booked' || calendar !== service.calendar || !local.startsWith(day)) return false;
    const from = minuteOf(local.slice(11, 16));
    const to = from + (services.find(({ name }) => name === serviceName)?.durationMinutes ?? 60);
    return from < minute + service.durationMinutes && to > minute;
  });
}

const minuteOf = (time: string) => 60 * Number(time.slice(0, 2)) + Number(time.slice(3, 5));
