import type { OrderStatus } from '../../../shared/api/business/records.ts';
import type { BadgeTone } from '../../components/Badge.tsx';

/** What each status of an order looks like. */
export const ORDER_LOOKS: Record<OrderStatus, { word: string; tone: BadgeTone }> = {
  placed: { word: 'Placed', tone: 'quiet' },
  processing: { word: 'Processing', tone: 'quiet' },
  shipped: { word: 'Shipped', tone: 'info' },
  'in-transit': { word: 'In transit', tone: 'info' },
  'out-for-delivery': { word: 'Out for delivery', tone: 'warn' },
  delivered: { word: 'Delivered', tone: 'good' },
  cancelled: { word: 'Cancelled', tone: 'bad' },
  returned: { word: 'Returned', tone: 'bad' },
};
