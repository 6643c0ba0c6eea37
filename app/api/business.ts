import { queryOptions } from '@tanstack/react-query';
import type { OpeningHours } from '../../shared/api/business/hours.ts';
import type {
  AppointmentInput,
  CustomerInput,
  FaqInput,
  OrderInput,
  ProductInput,
  ServiceInput,
} from '../../shared/api/business/records.ts';
import { api, unwrap } from './client.ts';
import { allPages, pagedQuery } from './pages.ts';

const limit = 50;
const at = (id: string) => ({ path: { id } });

export const ordersQuery = (q: string | undefined) =>
  pagedQuery(['business', 'orders', q], (cursor, signal) =>
    unwrap(api.GET('/api/v1/business/orders', { params: { query: { cursor, limit, q } }, signal })),
  );
export const saveOrder = (id: string | null, body: OrderInput) =>
  id === null
    ? unwrap(api.POST('/api/v1/business/orders', { body }))
    : unwrap(api.PUT('/api/v1/business/orders/{id}', { params: at(id), body }));
export const deleteOrder = (id: string) =>
  unwrap(api.DELETE('/api/v1/business/orders/{id}', { params: at(id) }));

export const customersQuery = (q: string | undefined) =>
  pagedQuery(['business', 'customers', q], (cursor, signal) =>
    unwrap(api.GET('/api/v1/business/customers', { params: { query: { cursor, limit, q } }, signal })),
  );
/** Every customer, to choose one of them. */
export const allCustomersQuery = queryOptions({
  queryKey: ['business', 'customers', 'all'],
  queryFn: ({ signal }) =>
    allPages((cursor) =>
      unwrap(api.GET('/api/v1/business/customers', { params: { query: { cursor, limit: 200 } }, signal })),
    ),
});
export const saveCustomer = (id: string | null, body: CustomerInput) =>
  id === null
    ? unwrap(api.POST('/api/v1/business/customers', { body }))
    : unwrap(api.PUT('/api/v1/business/customers/{id}', { params: at(id), body }));
export const deleteCustomer = (id: string) =>
  unwrap(api.DELETE('/api/v1/business/customers/{id}', { params: at(id) }));

export const productsQuery = (q: string | undefined) =>
  pagedQuery(['business', 'products', q], (cursor, signal) =>
    unwrap(api.GET('/api/v1/business/products', { params: { query: { cursor, limit, q } }, signal })),
  );
export const saveProduct = (id: string | null, body: ProductInput) =>
  id === null
    ? unwrap(api.POST('/api/v1/business/products', { body }))
    : unwrap(api.PUT('/api/v1/business/products/{id}', { params: at(id), body }));
export const deleteProduct = (id: string) =>
  unwrap(api.DELETE('/api/v1/business/products/{id}', { params: at(id) }));

export const faqQuery = (q: string | undefined) =>
  pagedQuery(['business', 'faq', q], (cursor, signal) =>
    unwrap(api.GET('/api/v1/business/faq', { params: { query: { cursor, limit, q } }, signal })),
  );
export const saveFaq = (id: string | null, body: FaqInput) =>
  id === null
    ? unwrap(api.POST('/api/v1/business/faq', { body }))
    : unwrap(api.PUT('/api/v1/business/faq/{id}', { params: at(id), body }));
export const deleteFaq = (id: string) => unwrap(api.DELETE('/api/v1/business/faq/{id}', { params: at(id) }));

export const servicesQuery = queryOptions({
  queryKey: ['business', 'services'],
  queryFn: async ({ signal }) => (await unwrap(api.GET('/api/v1/business/services', { signal }))).items,
});
export const saveService = (id: string | null, body: ServiceInput) =>
  id === null
    ? unwrap(api.POST('/api/v1/business/services', { body }))
    : unwrap(api.PUT('/api/v1/business/services/{id}', { params: at(id), body }));
export const deleteService = (id: string) =>
  unwrap(api.DELETE('/api/v1/business/services/{id}', { params: at(id) }));

/** Appointments of local days, both included. */
export const appointmentsQuery = (from: string, to: string) =>
  queryOptions({
    queryKey: ['business', 'appointments', from, to],
    queryFn: async ({ signal }) =>
      (await unwrap(api.GET('/api/v1/business/appointments', { params: { query: { from, to } }, signal })))
        .items,
  });
export const createAppointment = (body: AppointmentInput) =>
  unwrap(api.POST('/api/v1/business/appointments', { body }));
export const updateAppointment = (id: string, body: { startsAt?: string; state?: 'cancelled' }) =>
  unwrap(api.PATCH('/api/v1/business/appointments/{id}', { params: at(id), body }));

export const hoursQuery = queryOptions({
  queryKey: ['business', 'hours'],
  queryFn: ({ signal }) => unwrap(api.GET('/api/v1/business/opening-hours', { signal })),
});
export const saveHours = (body: Omit<OpeningHours, 'timeZone'>) =>
  unwrap(api.PUT('/api/v1/business/opening-hours', { body }));

export const addDemoData = () => unwrap(api.POST('/api/v1/business/demo-data'));
