import { z } from 'zod';
import { ASKED } from '../understanding/asked.ts';

/** A time that was offered or chosen. */
export const Choice = z.object({ startsAt: z.string(), date: z.string(), time: z.string() });
export type Choice = z.infer<typeof Choice>;

/** What was given so far for what somebody wants. Days are ISO dates, times `HH:mm`, both in the zone of the request. */
export const Slots = z.object({
  orderNumber: z.string().optional(),
  trackingNumber: z.string().optional(),
  confirmationCode: z.string().optional(),
  service: z.string().optional(),
  from: z.string().optional(),
  to: z.string().optional(),
  at: z.string().optional(),
  after: z.string().optional(),
  before: z.string().optional(),
  soonest: z.boolean().optional(),
  name: z.string().optional(),
  phone: z.string().optional(),
  /** They will not or cannot give one. */
  noPhone: z.boolean().optional(),
  /** It is not the number they call from. */
  otherPhone: z.boolean().optional(),
  /** Day and time of the appointment that is to be changed. */
  oldFrom: z.string().optional(),
  oldTo: z.string().optional(),
  oldAt: z.string().optional(),
});
export type Slots = z.infer<typeof Slots>;

/** An appointment that was found in the calendar. */
export const FoundAppointment = z.object({
  appointmentId: z.string(),
  startsAt: z.string(),
  service: z.string().optional(),
});
export type FoundAppointment = z.infer<typeof FoundAppointment>;

export const TaskKind = z.enum(['order-status', 'track-package', 'book', 'reschedule', 'cancel', 'look-up']);
export type TaskKind = z.infer<typeof TaskKind>;

/** Something somebody wants that may take several turns. */
export const Task = z.object({
  kind: TaskKind,
  slots: Slots,
  /** Times that were offered last, in the order they were said. */
  offered: z.array(Choice),
  /** Whether somebody only asked what is free. */
  looking: z.boolean(),
  /** The time that is asked to be confirmed. */
  chosen: Choice.nullable(),
  /** What was found that is to be changed; several while it is open which one is meant. */
  found: z.array(FoundAppointment),
  /** What the person was asked to confirm; only exactly this is done upon a yes. */
  toConfirm: z.string().nullable(),
  /** How often what was given did not lead on. */
  failures: z.number().int(),
});
export type Task = z.infer<typeof Task>;

/** What the built-in agent keeps of a conversation. */
export const Memory = z.object({
  task: Task.nullable(),
  asked: z.enum(ASKED),
  /** The last thing said, to be repeated. */
  lastSaid: z.string(),
  /** The question that is open, to be asked again after something in between. */
  question: z.string().nullable(),
  /** What was asked before a person was offered, and may still be answered. */
  beneath: z
    .object({ asked: z.enum(ASKED), question: z.string() })
    .nullable()
    .default(null),
  /** What holds for the person, whatever they want. */
  known: z.object({
    name: z.string().optional(),
    phone: z.string().optional(),
    orderNumber: z.string().optional(),
    /** What was booked last, so that it is known when it is spoken of again. */
    booked: Choice.extend({ service: z.string().optional() }).optional(),
  }),
  /** In a row. */
  misunderstood: z.number().int(),
  silences: z.number().int(),
  /** In the whole conversation. */
  abuses: z.number().int(),
  /** The personality's own phrases that were said: none is said twice. */
  phrases: z.array(z.string()).default([]),
});
export type Memory = z.infer<typeof Memory>;

const NEW: Memory = {
  task: null,
  asked: 'anything',
  lastSaid: '',
  question: null,
  beneath: null,
  known: {},
  misunderstood: 0,
  silences: 0,
  abuses: 0,
  phrases: [],
};

/** What was kept, or a fresh memory where it is none of ours: another agent may have spoken before. */
export function readMemory(kept: unknown): Memory {
  const memory = Memory.safeParse(kept);
  return memory.success ? memory.data : structuredClone(NEW);
}

/** Where two states of what was given differ. */
export function keysChanged(one: Slots, other: Slots): (keyof Slots)[] {
  const keys = new Set([...Object.keys(one), ...Object.keys(other)] as (keyof Slots)[]);
  return [...keys].filter((key) => one[key] !== other[key]);
}

/** Whether a number of an order or a parcel belongs to it. */
export const isAboutOrders = ({ kind }: Task): boolean => kind === 'order-status' || kind === 'track-package';

/** A task that has just begun. */
export function newTask(kind: TaskKind, slots: Slots = {}): Task {
  return { kind, slots, offered: [], chosen: null, looking: false, found: [], toConfirm: null, failures: 0 };
}
