import type { OfferedTool, ToolAnswer } from '../../server/dialogue/contract.ts';
import { openBuiltinAgent } from '../../server/dialogue/rules/builtinAgent.ts';
import { addDays, weekdayOf } from '../../server/dialogue/understanding/when/localDay.ts';

/** Wednesday, ten in the morning in London, where it is winter: local time is UTC. */
export const SPOKEN_NOW = new Date('2026-03-04T10:00:00Z');

const agent = openBuiltinAgent();

const ORDERS = [
  {
    orderNumber: '12345',
    status: 'out-for-delivery',
    eta: '2026-03-04',
    carrier: 'UPS',
    trackingNumber: '1Z999AA10123456784',
    items: [{ name: 'Desk lamp', quantity: 1 }],
  },
];

export interface BookedSpoken {
  appointmentId: string;
  service: string;
  startsAt: string;
  name: string;
  phone?: string;
}

type Input = Record<string, string>;

/**
 * A practice in memory behind tools of the contract: check-up and cleaning unless said otherwise, Monday to Friday from 9 to 6, every half
 * hour. For conversations with the built-in agent without a database.
 */
export class SpokenWorld {
  readonly booked: BookedSpoken[];
  readonly called: string[] = [];
  readonly without: ReadonlySet<string>;
  readonly services: readonly string[];

  constructor({
    booked = [],
    without = [],
    services = ['Check-up', 'Cleaning'],
  }: { booked?: BookedSpoken[]; without?: readonly string[]; services?: readonly string[] } = {}) {
    this.booked = booked.map((one) => ({ ...one }));
    this.without = new Set(without);
    this.services = services;
  }

  get tools(): OfferedTool[] {
    const all: Record<string, (input: Input) => ToolAnswer> = {
      order_status: ({ orderNumber }) => found(ORDERS.find((order) => order.orderNumber === orderNumber)),
      track_package: ({ trackingNumber }) =>
        found(ORDERS.find((order) => order.trackingNumber === trackingNumber)),
      list_services: () =>
        ok({ services: this.services.map((name) => ({ id: name, name, durationMinutes: 30 })) }),
      available_times: ({ from, to }) =>
        ok({ times: this.#free(from!, to!).map((startsAt) => ({ startsAt, local: startsAt.slice(0, 16) })) }),
      book_appointment: (input) => {
        if (this.#taken(input.startsAt!)) return { ok: false, code: 'conflict', message: 'taken' };
        const appointmentId = String(this.booked.length + 1);
        this.booked.push({ ...(input as unknown as BookedSpoken), appointmentId });
        return ok({ appointmentId, confirmationCode: `70000${appointmentId}`, startsAt: input.startsAt });
      },
      find_appointment: ({ name, confirmationCode }) => {
        const appointments = this.booked.filter(
          (one) => one.name === name || `70000${one.appointmentId}` === confirmationCode,
        );
        return appointments.length > 0 ? ok({ appointments }) : { ok: false, code: 'not-found', message: '' };
      },
      reschedule_appointment: ({ appointmentId, startsAt }) => {
        if (this.#taken(startsAt!)) return { ok: false, code: 'conflict', message: 'taken' };
        this.booked.find((one) => one.appointmentId === appointmentId)!.startsAt = startsAt!;
        return ok({});
      },
      cancel_appointment: ({ appointmentId }) => {
        this.booked.splice(
          this.booked.findIndex((one) => one.appointmentId === appointmentId),
          1,
        );
        return ok({});
      },
      opening_hours: () =>
        ok({
          open: true,
          days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday']
            .map((weekday): object => ({ weekday, opens: '09:00', closes: '18:00' }))
            .concat(['saturday', 'sunday'].map((weekday) => ({ weekday, closed: true }))),
        }),
      search_faq: ({ query }) =>
        ok({
          answers: /park/.test(query!) ? [{ question: 'Parking?', answer: 'Behind the building.' }] : [],
        }),
      search_products: () => ok({ products: [{ name: 'Water flosser', priceUsd: 59, inStock: true }] }),
      transfer: () => ok({ transferring: true }),
      hang_up: () => ok({ ending: true }),
    };
    return Object.entries(all)
      .filter(([name]) => !this.without.has(name))
      .map(([name, run]) => ({
        name,
        description: '',
        inputSchema: {},
        run: async (input) => {
          this.called.push(name);
          return run(input as Input);
        },
      }));
  }

  /** A conversation with the agent: each call is a turn and gives what it says. */
  talk(
    language = 'en',
    { hasKeys, callsFrom }: { hasKeys?: boolean; callsFrom?: string } = {},
  ): (text: string) => Promise<string> {
    let memory: unknown = null;
    return async (text) => {
      let say = '';
      const pieces = agent.reply({
        instructions: '',
        history: [],
        summary: null,
        facts: [],
        text,
        understanding: { intent: 'none', confidence: 0, sentiment: { score: 0, label: 'neutral' } },
        language,
        timeZone: 'Europe/London',
        now: SPOKEN_NOW,
        tools: this.tools,
        opening: null,
        memory,
        hasKeys,
        callsFrom,
        signal: new AbortController().signal,
      });
      for await (const piece of pieces) {
        if (piece.kind === 'text') say += piece.text;
        // As it is stored: nothing of it may need more than JSON.
        if (piece.kind === 'memory') memory = JSON.parse(JSON.stringify(piece.memory));
      }
      return say;
    };
  }

  #taken(startsAt: string): boolean {
    return this.booked.some((one) => one.startsAt === startsAt);
  }

  #free(from: string, to: string): string[] {
    const free: string[] = [];
    for (let day = from; day <= to; day = addDays(day, 1)) {
      if ([0, 6].includes(weekdayOf(day))) continue;
      for (let half = 18; half < 36; half += 1) {
        const startsAt = `${day}T${String(Math.floor(half / 2)).padStart(2, '0')}:${half % 2 ? '30' : '00'}:00.000Z`;
        if (startsAt > SPOKEN_NOW.toISOString() && !this.#taken(startsAt)) free.push(startsAt);
      }
    }
    return free;
  }
}

const ok = (result: unknown): ToolAnswer => ({ ok: true, result });
const found = (result: unknown): ToolAnswer =>
  result === undefined ? { ok: false, code: 'not-found', message: '' } : ok(result);
