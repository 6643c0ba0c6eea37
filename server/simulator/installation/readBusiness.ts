import {
  type Business,
  DAYS_AHEAD,
  dayAfter,
  type KnownAppointment,
  type KnownService,
} from '../callers/generated/business.ts';
import type { ApiInstallation } from './apiInstallation.ts';

/** What callers may ask for at this installation now. */
export async function readBusiness(
  installation: Pick<ApiInstallation, 'get' | 'list'>,
  timeZone: string,
): Promise<Business> {
  const today = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(new Date());
  const days = new URLSearchParams({ from: today, to: dayAfter(today, DAYS_AHEAD + 2) });
  const [orders, services, appointments, hours, faq] = await Promise.all([
    installation.list('/api/v1/business/orders'),
    installation.list('/api/v1/business/services'),
    installation.list(`/api/v1/business/appointments?${days}`),
    installation.get('/api/v1/business/opening-hours'),
    installation.list('/api/v1/business/faq'),
  ]);
  // As the API documents them; in an order of our own, so that a seed draws the same.
  const read = { orders, services, appointments, faq, ...hours } as unknown as Omit<Business, 'today'> & {
    services: KnownService[];
    appointments: KnownAppointment[];
  };
  return {
    ...read,
    today,
    orders: read.orders.toSorted((a, b) => compare(a.number, b.number)),
    services: read.services.toSorted((a, b) => compare(a.name, b.name)),
    appointments: read.appointments.toSorted((a, b) => compare(a.local, b.local) || compare(a.name, b.name)),
    faq: read.faq.toSorted((a, b) => compare(a.question, b.question)),
  };
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
