import { type SQL, sql } from 'drizzle-orm';
import {
  type AnyPgColumn,
  boolean,
  customType,
  date,
  index,
  integer,
  jsonb,
  numeric,
  pgTable,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import type { OrderItem, OrderStatus } from '../../../shared/api/business/records.ts';
import { at, createdAt, id, isolated, workspaceId } from './columns.ts';
import { workspaces } from './identity.ts';

const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' });
const priceUsd = (name: string) => numeric(name, { precision: 12, scale: 2, mode: 'number' });

/** The letters and digits of a number alone, however it is spaced or hyphenated. */
const plain = (column: AnyPgColumn) => sql`regexp_replace(lower(${column}), '[^[:alnum:]]', '', 'g')`;

/** Whom the business knows. */
export const customers = pgTable(
  'customers',
  {
    id: id(),
    workspaceId: workspaceId().references(() => workspaces.id),
    name: text('name').notNull(),
    phone: text('phone'),
    /** The digits of `phone` alone, by which it is found however it is written. */
    phoneDigits: text('phone_digits').generatedAlwaysAs(
      (): SQL => sql`regexp_replace(${customers.phone}, '\\D', '', 'g')`,
    ),
    email: text('email'),
    note: text('note').notNull().default(''),
    createdAt: createdAt(),
  },
  (t) => [
    index().on(t.workspaceId, t.id),
    index().on(t.workspaceId, t.phoneDigits),
    index('customers_email').on(t.workspaceId, sql`lower(${t.email})`),
    isolated(),
  ],
);

export const orders = pgTable(
  'orders',
  {
    id: id(),
    workspaceId: workspaceId().references(() => workspaces.id),
    /** As the customer says it; unique by its letters and digits. */
    number: text('number').notNull(),
    customerId: uuid('customer_id').references(() => customers.id, { onDelete: 'set null' }),
    items: jsonb('items').$type<OrderItem[]>().notNull(),
    status: text('status').$type<OrderStatus>().notNull(),
    /** The day it should arrive. */
    eta: date('eta', { mode: 'string' }),
    /** Instead of `eta`: counted from the day that somebody asks, so that an example stays true. */
    etaInDays: integer('eta_in_days'),
    carrier: text('carrier'),
    trackingNumber: text('tracking_number'),
    createdAt: createdAt(),
  },
  (t) => [
    index().on(t.workspaceId, t.id),
    uniqueIndex('orders_plain_number').on(t.workspaceId, plain(t.number)),
    index('orders_plain_tracking_number').on(t.workspaceId, plain(t.trackingNumber)),
    index().on(t.customerId),
    isolated(),
  ],
);

export const products = pgTable(
  'products',
  {
    id: id(),
    workspaceId: workspaceId().references(() => workspaces.id),
    name: text('name').notNull(),
    description: text('description').notNull().default(''),
    priceUsd: priceUsd('price_usd').notNull(),
    stock: integer('stock').notNull(),
    /** BCP 47, of the words that are searched. */
    language: text('language').notNull(),
    search: tsvector('search').generatedAlwaysAs(
      (): SQL =>
        sql`setweight(to_tsvector(voiceops_search_config(${products.language}), voiceops_spaced(${products.name})), 'A') || setweight(to_tsvector(voiceops_search_config(${products.language}), voiceops_spaced(${products.description})), 'B')`,
    ),
    createdAt: createdAt(),
  },
  (t) => [index().on(t.workspaceId, t.id), index().using('gin', t.search), isolated()],
);

/** Questions with the answers that the business gives. */
export const faqEntries = pgTable(
  'faq_entries',
  {
    id: id(),
    workspaceId: workspaceId().references(() => workspaces.id),
    question: text('question').notNull(),
    answer: text('answer').notNull(),
    /** BCP 47; decides how words are stemmed. */
    language: text('language').notNull(),
    search: tsvector('search').generatedAlwaysAs(
      (): SQL =>
        sql`setweight(to_tsvector(voiceops_search_config(${faqEntries.language}), voiceops_spaced(${faqEntries.question})), 'A') || setweight(to_tsvector(voiceops_search_config(${faqEntries.language}), voiceops_spaced(${faqEntries.answer})), 'C')`,
    ),
    createdAt: createdAt(),
  },
  (t) => [index().on(t.workspaceId, t.id), index().using('gin', t.search), isolated()],
);

/** Who or what is booked: one person's or one room's time, in which appointments never overlap. */
export const calendars = pgTable(
  'calendars',
  {
    id: id(),
    workspaceId: workspaceId().references(() => workspaces.id),
    name: text('name').notNull(),
    createdAt: createdAt(),
  },
  (t) => [uniqueIndex('calendars_name').on(t.workspaceId, sql`lower(${t.name})`), isolated()],
);

/** What can be booked. */
export const services = pgTable(
  'services',
  {
    id: id(),
    workspaceId: workspaceId().references(() => workspaces.id),
    calendarId: uuid('calendar_id')
      .notNull()
      .references(() => calendars.id),
    name: text('name').notNull(),
    durationMinutes: integer('duration_minutes').notNull(),
    /** What is no longer offered stays for the appointments that were made for it. */
    offered: boolean('offered').notNull().default(true),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex('services_name').on(t.workspaceId, sql`lower(${t.name})`).where(sql`offered`),
    index().on(t.calendarId),
    isolated(),
  ],
);

/**
 * Booked times. An exclusion constraint (migrations) forbids two booked ones of a calendar to overlap, whoever
 * writes them.
 */
export const appointments = pgTable(
  'appointments',
  {
    id: id(),
    workspaceId: workspaceId().references(() => workspaces.id),
    calendarId: uuid('calendar_id')
      .notNull()
      .references(() => calendars.id),
    serviceId: uuid('service_id')
      .notNull()
      .references(() => services.id),
    startsAt: at('starts_at').notNull(),
    endsAt: at('ends_at').notNull(),
    name: text('name').notNull(),
    phone: text('phone'),
    phoneDigits: text('phone_digits').generatedAlwaysAs(
      (): SQL => sql`regexp_replace(${appointments.phone}, '\\D', '', 'g')`,
    ),
    /** Digits, easily said and heard. */
    confirmationCode: text('confirmation_code').notNull(),
    state: text('state').$type<'booked' | 'cancelled'>().notNull().default('booked'),
    /** The conversation that made it, if one did. */
    conversationId: text('conversation_id'),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex().on(t.workspaceId, t.confirmationCode),
    index().on(t.workspaceId, t.startsAt),
    index().on(t.workspaceId, t.phoneDigits),
    index().on(t.serviceId),
    isolated(),
  ],
);

/** When the business is open, in the workspace's zone; several rows of a weekday are parts of its day. */
export const openingHours = pgTable(
  'opening_hours',
  {
    id: id(),
    workspaceId: workspaceId().references(() => workspaces.id),
    /** ISO 8601: 1 is Monday, 7 Sunday. */
    weekday: integer('weekday').notNull(),
    /** Minutes of the local day; 1440 closes at midnight. */
    opensMinute: integer('opens_minute').notNull(),
    closesMinute: integer('closes_minute').notNull(),
  },
  (t) => [uniqueIndex().on(t.workspaceId, t.weekday, t.opensMinute), isolated()],
);

/** Days that are otherwise than their weekday: closed all day, or open at other hours. */
export const openingExceptions = pgTable(
  'opening_exceptions',
  {
    id: id(),
    workspaceId: workspaceId().references(() => workspaces.id),
    day: date('day', { mode: 'string' }).notNull(),
    name: text('name').notNull(),
    /** Both null: closed. */
    opensMinute: integer('opens_minute'),
    closesMinute: integer('closes_minute'),
  },
  (t) => [uniqueIndex().on(t.workspaceId, t.day), isolated()],
);
