import { z } from 'zod';
import type { Task } from '../memory.ts';
import { abilities, wayOut } from '../say/offers.ts';
import { onDay, oneOf } from '../say/times.ts';
import { type Answer, ask, type Scene } from '../scene.ts';

const Order = z.object({
  orderNumber: z.string(),
  status: z.string(),
  eta: z.string().nullable(),
  carrier: z.string().nullable().optional(),
  trackingNumber: z.string().nullable().optional(),
  items: z.array(z.object({ name: z.string(), quantity: z.number().optional() })).optional(),
});
type Order = z.infer<typeof Order>;

/** Failures after which a person is offered. */
const MOST_FAILURES = 2;

/** Where an order or a parcel is: by the number of the order, or by that of the parcel. */
export async function followOrder(task: Task, scene: Scene): Promise<Answer> {
  const { orderNumber, trackingNumber } = task.slots;
  if (trackingNumber && scene.offers('track_package')) {
    const called = await scene.call(
      'track_package',
      { trackingNumber },
      Order.partial({ orderNumber: true }),
    );
    return called.ok
      ? {
          ...ask(sayOrder('Your package', called.result, scene), 'Is there anything else?', 'anything', null),
          found: true,
        }
      : failed(task, scene, called.code, 'tracking');
  }
  if (orderNumber && scene.offers('order_status')) {
    const called = await scene.call('order_status', { orderNumber }, Order);
    return called.ok
      ? {
          ...ask(
            sayOrder(`Order ${called.result.orderNumber}`, called.result, scene),
            'Is there anything else?',
            'anything',
            null,
          ),
          found: true,
          known: { orderNumber: called.result.orderNumber },
        }
      : failed(task, scene, called.code, 'order');
  }
  const tool = task.kind === 'track-package' ? 'track_package' : 'order_status';
  if (!scene.offers(tool) && !scene.offers('order_status')) return failed(task, scene, 'missing', 'order');
  return task.kind === 'track-package' && scene.offers('track_package')
    ? ask('', 'What is the tracking number, or the order number?', 'tracking-number', task)
    : ask('', 'What is your order number?', 'order-number', task);
}

function failed(task: Task, scene: Scene, code: string, what: 'order' | 'tracking'): Answer {
  const out = wayOut(scene);
  const number = what === 'order' ? task.slots.orderNumber : task.slots.trackingNumber;
  const { orderNumber: _, trackingNumber: __, ...slots } = task.slots;
  const again = { ...task, slots, failures: task.failures + 1 };
  if (code === 'missing')
    return ask(`I cannot look up orders here. ${abilities(scene)}`, out.question, out.asked, null);
  if (code !== 'not-found' && code !== 'invalid-input')
    return ask('I cannot reach our orders at the moment.', out.question, out.asked, null);
  if (again.failures >= MOST_FAILURES)
    return ask(`I cannot find ${number} either.`, out.question, out.asked, { ...again, failures: 0 });
  return what === 'order'
    ? ask(
        `I cannot find order ${number}.`,
        scene.request.hasKeys
          ? 'Could you say the order number again, or enter it with the keys of your phone?'
          : 'Could you tell me the order number again?',
        'order-number',
        again,
      )
    : ask(
        `I cannot find ${number}.`,
        'Could you tell me the tracking number again?',
        'tracking-number',
        again,
      );
}

function sayOrder(
  subject: string,
  order: Pick<Order, 'status' | 'eta' | 'carrier' | 'items'>,
  scene: Scene,
): string {
  const { status, eta, carrier } = order;
  const items = (order.items ?? []).map(({ name }) => name);
  const things = items.length > 0 && items.length <= 3 ? `, ${oneOf(items, 'and')},` : '';
  const by = carrier ? ` with ${carrier}` : '';
  const day = eta ? onDay(eta, scene.today) : null;
  switch (status) {
    case 'out-for-delivery':
      return `${subject}${things} is out for delivery${by}${day ? ` and should arrive ${day}` : ' today'}.`;
    case 'shipped':
    case 'in-transit':
      return `${subject}${things} is on its way${by}${day ? ` and should arrive ${day}` : ''}.`;
    case 'delivered':
      return `${subject}${things} has been delivered${day && eta! <= scene.today ? ` ${day}` : ''}.`;
    case 'cancelled':
      return `${subject}${things} was cancelled.`;
    default:
      return `${subject}${things} is ${status.replaceAll('-', ' ')}${day ? ` and should arrive ${day}` : ''}.`;
  }
}
