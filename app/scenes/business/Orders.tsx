import { useInfiniteQuery } from '@tanstack/react-query';
import { Package } from 'lucide-react';
import { deleteOrder, ordersQuery } from '../../api/business.ts';
import { Badge } from '../../components/Badge.tsx';
import styles from './Business.module.css';
import { OrderDialog } from './OrderDialog.tsx';
import { ORDER_LOOKS } from './orderLooks.ts';
import { RecordsPage, useSearchWords } from './RecordsPage.tsx';

const DAY = new Intl.DateTimeFormat(undefined, {
  weekday: 'short',
  month: 'short',
  day: 'numeric',
  timeZone: 'UTC',
});

/** Orders, with what becomes of them. */
export function Orders() {
  const query = useInfiniteQuery(ordersQuery(useSearchWords()));
  return (
    <RecordsPage
      words={{ one: 'order', many: 'orders', of: 'number, customer or tracking number' }}
      icon={<Package />}
      teach="Agents tell callers what became of their order. Add yours through the API or by hand, or look at an example business first."
      query={query}
      nameOf={({ number }) => `order ${number}`}
      remove={deleteOrder}
      form={(order, onClose) => <OrderDialog order={order} onClose={onClose} />}
      columns={[
        { head: 'Number', cell: ({ number }) => <strong className="tabular">{number}</strong> },
        {
          head: 'Status',
          cell: ({ status }) => <Badge tone={ORDER_LOOKS[status].tone}>{ORDER_LOOKS[status].word}</Badge>,
        },
        { head: 'Customer', cell: ({ customerName }) => customerName ?? '–' },
        {
          head: 'Items',
          cell: ({ items }) =>
            items.map(({ name, quantity }) => (quantity === 1 ? name : `${quantity} × ${name}`)).join(', ') ||
            '–',
        },
        { head: 'Arrives', cell: ({ eta }) => (eta ? DAY.format(new Date(`${eta}T00:00:00Z`)) : '–') },
        {
          head: 'Carrier',
          cell: ({ carrier, trackingNumber }) => (
            <span>
              {carrier ?? '–'}{' '}
              {trackingNumber ? <span className={styles.muted}>{trackingNumber}</span> : null}
            </span>
          ),
        },
      ]}
    />
  );
}
