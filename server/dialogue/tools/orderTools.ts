import { z } from 'zod';
import type { Database } from '../../db/database.ts';
import { dayOf } from '../business/localTime.ts';
import { findOrder, findParcel, type OrderState } from '../business/orders.ts';
import { type Tool, ToolError } from '../contract.ts';
import { defineTool, OWN_TIMEOUT_MS, said } from './defineTool.ts';

/** What became of an order or a parcel. They tell nothing of whose it is: anybody may have read a number somewhere. */
export function orderTools(database: Database): Tool[] {
  return [
    defineTool({
      name: 'order_status',
      title: 'Look up an order',
      description:
        'Looks up an order by its number and says its status, the day it should arrive (eta, a local date), carrier, tracking number and items. Ask for the order number first if the person has not said it.',
      input: z.object({ orderNumber: said(40).describe('As the person said it, e.g. 12345') }),
      effect: false,
      intents: [],
      timeoutMs: OWN_TIMEOUT_MS,
      async run({ orderNumber }, { caller, now, timeZone }) {
        const order = await database.withWorkspace(caller.workspaceId, (tx) =>
          findOrder(tx, caller.workspaceId, orderNumber, dayOf(now, timeZone)),
        );
        if (!order) throw new ToolError('not-found', `There is no order ${orderNumber}.`);
        return { result: order, fact: factOf(order) };
      },
    }),
    defineTool({
      name: 'track_package',
      title: 'Track a package',
      description:
        'Says where a package is by its tracking number: status, carrier and the day it should arrive (eta, a local date). With an order number use order_status instead.',
      input: z.object({ trackingNumber: said(60) }),
      effect: false,
      intents: [],
      timeoutMs: OWN_TIMEOUT_MS,
      async run({ trackingNumber }, { caller, now, timeZone }) {
        const order = await database.withWorkspace(caller.workspaceId, (tx) =>
          findParcel(tx, caller.workspaceId, trackingNumber, dayOf(now, timeZone)),
        );
        if (!order) throw new ToolError('not-found', `No package has the number ${trackingNumber}.`);
        const { items: _, ...state } = order;
        return { result: state, fact: factOf(order) };
      },
    }),
  ];
}

function factOf({ orderNumber, status, eta }: OrderState): string {
  const arrives = eta && status !== 'delivered' && status !== 'cancelled' ? `, expected on ${eta}` : '';
  return `Order ${orderNumber} is ${status.replaceAll('-', ' ')}${arrives}`;
}
