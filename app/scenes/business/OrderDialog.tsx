import { useQuery } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import type { Order, OrderItem, OrderStatus } from '../../../shared/api/business/records.ts';
import { allCustomersQuery, saveOrder } from '../../api/business.ts';
import { fieldError } from '../../api/fieldError.ts';
import { Select, TextArea, TextField } from '../../components/Field.tsx';
import { FormDialog } from '../../components/FormDialog.tsx';
import { keysOf } from '../../format/labels.ts';
import styles from './Business.module.css';
import { ORDER_LOOKS } from './orderLooks.ts';
import { useSave } from './useSave.ts';

interface Values {
  number: string;
  customerId: string;
  items: string;
  status: OrderStatus;
  eta: string;
  carrier: string;
  trackingNumber: string;
}

/** One item a line, `2 × Desk lamp`. */
function itemsOf(text: string): OrderItem[] {
  return text.split('\n').flatMap((line) => {
    const [, count, name] = /^\s*(?:(\d{1,6})\s*[x×]\s+)?(.*?)\s*$/i.exec(line) ?? [];
    return name ? [{ name, quantity: count === undefined ? 1 : Number(count) }] : [];
  });
}

export function OrderDialog({ order, onClose }: { order: Order | null; onClose: () => void }) {
  const customers = useQuery(allCustomersQuery);
  const { register, handleSubmit } = useForm<Values>({
    defaultValues: {
      number: order?.number ?? '',
      customerId: order?.customerId ?? '',
      items: order?.items.map(({ name, quantity }) => `${quantity} × ${name}`).join('\n') ?? '',
      status: order?.status ?? 'placed',
      eta: order?.eta ?? '',
      carrier: order?.carrier ?? '',
      trackingNumber: order?.trackingNumber ?? '',
    },
  });
  const save = useSave(
    (values: Values) =>
      saveOrder(order?.id ?? null, {
        number: values.number.trim(),
        customerId: values.customerId || null,
        items: itemsOf(values.items),
        status: values.status,
        eta: values.eta || null,
        carrier: values.carrier.trim() || null,
        trackingNumber: values.trackingNumber.trim() || null,
      }),
    onClose,
  );
  const chosen = order?.customerId;
  return (
    <FormDialog
      title={order ? `Order ${order.number}` : 'Add order'}
      action={order ? 'Save' : 'Add order'}
      mutation={save}
      onSubmit={handleSubmit((values) => save.mutate(values))}
      onClose={onClose}
    >
      <div className={styles.two}>
        <TextField label="Number" error={fieldError(save.error, 'number')} {...register('number')} />
        <Select label="Status" {...register('status')}>
          {keysOf(ORDER_LOOKS).map((status) => (
            <option key={status} value={status}>
              {ORDER_LOOKS[status].word}
            </option>
          ))}
        </Select>
      </div>
      <Select
        key={customers.isSuccess ? 'all' : 'one'}
        label="Customer"
        error={fieldError(save.error, 'customerId')}
        {...register('customerId')}
      >
        <option value="">Nobody</option>
        {customers.data?.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
        {!customers.data && chosen ? <option value={chosen}>{order.customerName}</option> : null}
      </Select>
      <TextArea
        label="Items"
        hint="One a line, with the number before it: 2 × Desk lamp"
        rows={3}
        error={fieldError(save.error, 'items')}
        {...register('items')}
      />
      <div className={styles.two}>
        <TextField
          label="Arrives on"
          type="date"
          error={fieldError(save.error, 'eta')}
          {...register('eta')}
        />
        <TextField label="Carrier" error={fieldError(save.error, 'carrier')} {...register('carrier')} />
      </div>
      <TextField
        label="Tracking number"
        error={fieldError(save.error, 'trackingNumber')}
        {...register('trackingNumber')}
      />
    </FormDialog>
  );
}
