import { z } from 'zod';
import type { Database, WorkspaceTx } from '../../db/database.ts';
import {
  type AppointmentRow,
  bookAppointment,
  cancelAppointment,
  findAppointments,
  rescheduleAppointment,
  serviceName,
} from '../business/appointments.ts';
import { freeTimes } from '../business/freeTimes.ts';
import { inWords, localOf, readTime } from '../business/localTime.ts';
import { meantService, offeredServices } from '../business/services.ts';
import { type Tool, type ToolContext, ToolError } from '../contract.ts';
import { countFailed } from './callLog.ts';
import { defineTool, OWN_TIMEOUT_MS, said } from './defineTool.ts';

/** So many times are told at once. */
const MOST_TIMES = 40;
/** Guesses at other people's appointments end after so many in a conversation. */
const MOST_MISSES = 5;

const Service = said(200).describe('Its id, or its name as list_services gives it');
const StartsAt = said(40).describe(
  'As available_times gives it, or a local time of the business such as 2026-11-27T14:00',
);
const AppointmentId = z.uuid().describe('From find_appointment or book_appointment');
const Phone = said(40);
const own = { timeoutMs: OWN_TIMEOUT_MS };
const reading = { ...own, effect: false, intents: [] };
/** Names of the people who booked. */
const personal = ['name'];

/** What concerns appointments. Whose they are is told to nobody; who knows code, or name and number, may change them. */
export function appointmentTools(database: Database): Tool[] {
  const inWorkspace = <Result>(
    { caller }: ToolContext,
    work: (tx: WorkspaceTx, id: string) => Promise<Result>,
  ) => database.withWorkspace(caller.workspaceId, (tx) => work(tx, caller.workspaceId));
  return [
    defineTool({
      name: 'list_services',
      title: 'List what can be booked',
      description: 'Lists what can be booked, with how long each takes.',
      input: z.object({}),
      ...reading,
      async run(_, context) {
        const offered = await inWorkspace(context, offeredServices);
        return {
          result: {
            services: offered.map(({ id, name, durationMinutes }) => ({ id, name, durationMinutes })),
          },
        };
      },
    }),
    defineTool({
      name: 'available_times',
      title: 'Look for free times',
      description:
        'Lists when a service could begin on the local days `from` to `to` (both included). Offer two or three of them, not all. Before you book, be sure that the person agreed to one of them.',
      input: z.object({
        service: Service,
        from: z.iso.date().describe('The first local day, e.g. 2026-11-27'),
        to: z.iso.date().describe('The last local day; may be the same'),
      }),
      ...reading,
      run: ({ service, from, to }, context) =>
        inWorkspace(context, async (tx, workspaceId) => {
          const meant = await meantService(tx, workspaceId, service);
          const times = await freeTimes(tx, workspaceId, meant, { from, to }, context);
          return {
            result: {
              service: meant.name,
              times: times.slice(0, MOST_TIMES).map((time) => timeFor(time, context)),
              ...(times.length > MOST_TIMES ? { more: times.length - MOST_TIMES } : {}),
            },
          };
        }),
    }),
    defineTool({
      name: 'book_appointment',
      title: 'Book an appointment',
      description:
        'Books an appointment. Needs the service, a start that available_times offered, and the person’s name; ask for a telephone number too. Say the confirmation code afterwards. `conflict` means that somebody was faster: offer another time.',
      input: z.object({ service: Service, startsAt: StartsAt, name: said(200), phone: Phone.optional() }),
      ...own,
      effect: true,
      intents: ['book-appointment', 'check-availability'],
      personal,
      async run({ service, startsAt, name, phone = null }, context) {
        const time = timeOf(startsAt, context);
        const { workspaceId } = context.caller;
        const result = await context.commit(async (tx) => {
          const meant = await meantService(tx, workspaceId, service);
          const conversationId = context.conversationId || null;
          const booking = { service: meant, startsAt: time, name, phone, conversationId };
          return booked(await bookAppointment(tx, workspaceId, booking, context), meant.name, context);
        });
        return {
          result,
          fact: `Booked ${result.service} for ${result.spoken}, confirmation code ${result.confirmationCode}`,
        };
      },
    }),
    defineTool({
      name: 'find_appointment',
      title: 'Find an appointment',
      description:
        'Finds the person’s appointments ahead, by confirmation code, or by name and telephone number together. Ask for what is missing. You need it before rescheduling or cancelling.',
      input: z.object({
        confirmationCode: said(20).optional(),
        name: said(200).optional(),
        phone: Phone.optional(),
      }),
      ...reading,
      personal,
      async run({ confirmationCode, name, phone }, context) {
        const by =
          confirmationCode !== undefined
            ? { confirmationCode }
            : name !== undefined && phone !== undefined
              ? { name, phone }
              : null;
        if (!by)
          throw new ToolError(
            'invalid-input',
            'Ask for the confirmation code, or for name and telephone number together.',
          );
        return inWorkspace(context, async (tx, workspaceId) => {
          const misses = await countFailed(tx, workspaceId, context.conversationId, 'find_appointment');
          if (misses >= MOST_MISSES)
            throw new ToolError('refused', 'Too many tries. Offer to connect the person with somebody.');
          const found = await findAppointments(tx, workspaceId, by, context.now);
          if (found.length === 0) throw new ToolError('not-found', 'No appointment ahead was found by that.');
          const appointments = await Promise.all(
            found.map(async (row) => changed(row, await serviceName(tx, row), context)),
          );
          return { result: { appointments } };
        });
      },
    }),
    defineTool({
      name: 'reschedule_appointment',
      title: 'Move an appointment',
      description:
        'Moves an appointment to another start that available_times offered. `conflict` means that it is taken: offer another time; the old one stays.',
      input: z.object({ appointmentId: AppointmentId, startsAt: StartsAt }),
      ...own,
      effect: true,
      intents: ['reschedule-appointment'],
      async run({ appointmentId, startsAt }, context) {
        const time = timeOf(startsAt, context);
        const { workspaceId } = context.caller;
        const result = await context.commit(async (tx) => {
          const moved = await rescheduleAppointment(tx, workspaceId, appointmentId, time, context);
          return booked(moved, await serviceName(tx, moved), context);
        });
        return { result, fact: `Moved ${result.service} to ${result.spoken}` };
      },
    }),
    defineTool({
      name: 'cancel_appointment',
      title: 'Cancel an appointment',
      description: 'Cancels an appointment that find_appointment found. Be sure that the person means it.',
      input: z.object({ appointmentId: AppointmentId }),
      ...own,
      effect: true,
      intents: ['cancel-appointment'],
      async run({ appointmentId }, context) {
        const { workspaceId, now } = { workspaceId: context.caller.workspaceId, now: context.now };
        const result = await context.commit(async (tx) => {
          const row = await cancelAppointment(tx, workspaceId, appointmentId, now);
          return { ...changed(row, await serviceName(tx, row), context), cancelled: true };
        });
        return { result, fact: `Cancelled ${result.service} of ${result.spoken}` };
      },
    }),
  ];
}

function timeFor(time: Date, { timeZone, language }: ToolContext) {
  return {
    startsAt: time.toISOString(),
    local: localOf(time, timeZone),
    spoken: inWords(time, timeZone, language),
  };
}

function changed(row: AppointmentRow, service: string, context: ToolContext) {
  return { appointmentId: row.id, service, ...timeFor(row.startsAt, context) };
}

function booked(row: AppointmentRow, service: string, context: ToolContext) {
  return { ...changed(row, service, context), confirmationCode: row.confirmationCode };
}

function timeOf(text: string, { timeZone }: ToolContext): Date {
  const time = readTime(text, timeZone);
  if (!time)
    throw new ToolError('invalid-input', `startsAt: “${text}” is no time, or clocks are changed just then.`);
  return time;
}
