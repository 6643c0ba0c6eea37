import { z } from 'zod';
import { Id, Language, Time, text } from '../common.ts';

const Price = z.number().min(0).max(10_000_000).multipleOf(0.01);
const Phone = z
  .string()
  .max(40)
  .regex(/^\+?[\d\s()./-]*$/, 'use digits, spaces and + ( ) / . -')
  .refine((value) => value.replaceAll(/\D/g, '').length >= 5, 'needs at least 5 digits');
/** A day of the calendar, in the workspace's zone. */
export const Day = z.iso.date();

/** What becomes of an order, from the first to the last. */
export const ORDER_STATUSES = [
  'placed',
  'processing',
  'shipped',
  'in-transit',
  'out-for-delivery',
  'delivered',
  'cancelled',
  'returned',
] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];

export const OrderItem = z.object({ name: text(1, 200), quantity: z.number().int().min(1).max(100_000) });
export type OrderItem = z.infer<typeof OrderItem>;

export const OrderInput = z.object({
  number: text(1, 40),
  customerId: Id.nullable(),
  items: z.array(OrderItem).max(100),
  status: z.enum(ORDER_STATUSES),
  eta: Day.nullable().describe('The day it should arrive'),
  carrier: text(1, 100).nullable(),
  trackingNumber: text(1, 60).nullable(),
});
export type OrderInput = z.infer<typeof OrderInput>;
export const Order = OrderInput.extend({
  id: Id,
  customerName: z.string().nullable(),
  createdAt: Time,
});
export type Order = z.infer<typeof Order>;

export const CustomerInput = z.object({
  name: text(1, 200),
  phone: Phone.nullable(),
  email: z.email().max(200).nullable(),
  note: text(0, 2000),
});
export type CustomerInput = z.infer<typeof CustomerInput>;
export const Customer = CustomerInput.extend({ id: Id, createdAt: Time });
export type Customer = z.infer<typeof Customer>;

export const ProductInput = z.object({
  name: text(1, 200),
  description: text(0, 2000),
  priceUsd: Price,
  stock: z.number().int().min(0).max(100_000_000),
  language: Language,
});
export type ProductInput = z.infer<typeof ProductInput>;
export const Product = ProductInput.extend({ id: Id, createdAt: Time });
export type Product = z.infer<typeof Product>;

export const FaqInput = z.object({
  question: text(1, 500),
  answer: text(1, 4000),
  language: Language.describe('Of question and answer; decides how words are found'),
});
export type FaqInput = z.infer<typeof FaqInput>;
export const FaqEntry = FaqInput.extend({ id: Id, createdAt: Time });
export type FaqEntry = z.infer<typeof FaqEntry>;

export const ServiceInput = z.object({
  name: text(1, 200),
  durationMinutes: z.number().int().min(5).max(1440).multipleOf(5),
  calendar: text(1, 100).describe('Whose time it takes: a person or a room; made if it is new'),
});
export type ServiceInput = z.infer<typeof ServiceInput>;
export const Service = ServiceInput.extend({ id: Id, createdAt: Time });
export type Service = z.infer<typeof Service>;

/** A time with its zone, or the local time of the business: `2026-11-27T14:00`. */
export const StartTime = z.iso.datetime({ offset: true, local: true });

export const AppointmentInput = z.object({
  serviceId: Id,
  startsAt: StartTime,
  name: text(1, 200),
  phone: Phone.nullable(),
});
export type AppointmentInput = z.infer<typeof AppointmentInput>;
export const Appointment = AppointmentInput.extend({
  id: Id,
  serviceName: z.string(),
  calendar: z.string(),
  endsAt: Time,
  local: z.string().describe('When it starts in the workspace’s zone: 2026-11-27T14:00'),
  confirmationCode: z.string(),
  state: z.enum(['booked', 'cancelled']),
  createdAt: Time,
});
export type Appointment = z.infer<typeof Appointment>;
