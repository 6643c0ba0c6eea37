import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { RotateCw } from 'lucide-react';
import { deliveriesQuery, redeliver } from '../../api/operations.ts';
import { itemsOf } from '../../api/pages.ts';
import { IconButton } from '../../components/IconButton.tsx';
import { MoreButton } from '../../components/MoreButton.tsx';
import { ProblemMessage } from '../../components/ProblemMessage.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { Table } from '../../components/Table.tsx';
import { Time } from '../../components/Time.tsx';
import { notify, notifyProblem } from '../../components/Toast.tsx';
import { DeliveryState } from './DeliveryState.tsx';
import styles from './settings.module.css';

/** What was sent to a webhook, with what it answered. */
export function Deliveries({ webhookId }: { webhookId: string }) {
  const client = useQueryClient();
  const deliveries = useInfiniteQuery(deliveriesQuery(webhookId));
  const again = useMutation({
    mutationFn: redeliver,
    onSuccess: () => {
      notify('It is sent again.');
      return client.invalidateQueries({ queryKey: ['webhooks'] });
    },
    onError: notifyProblem,
  });
  if (deliveries.isPending) return <Skeleton height={44} count={3} />;
  if (deliveries.error)
    return <ProblemMessage error={deliveries.error} onRetry={() => void deliveries.refetch()} />;
  const items = itemsOf(deliveries.data);
  if (items.length === 0) return <p className={styles.muted}>Nothing was sent yet. Send a ping to try it.</p>;
  return (
    <>
      <Table
        caption="Deliveries, newest first"
        rows={items}
        rowKey={(delivery) => delivery.id}
        columns={[
          { head: 'When', cell: (delivery) => <Time at={delivery.createdAt} /> },
          { head: 'Event', cell: (delivery) => <code>{delivery.event}</code> },
          { head: 'State', cell: (delivery) => <DeliveryState state={delivery.state} /> },
          {
            head: 'Answer',
            cell: (delivery) => delivery.error ?? delivery.responseStatus ?? '–',
          },
          { head: 'Attempts', cell: (delivery) => delivery.attempts },
          {
            head: 'Next attempt',
            cell: (delivery) => (delivery.nextAttemptAt ? <Time at={delivery.nextAttemptAt} /> : '–'),
          },
          {
            head: 'Content',
            cell: (delivery) => (
              <details className={styles.details}>
                <summary>Content</summary>
                <pre className={styles.payload}>{JSON.stringify(delivery.payload, null, 2)}</pre>
              </details>
            ),
            hideHead: true,
          },
          {
            head: 'Send again',
            hideHead: true,
            end: true,
            cell: (delivery) => (
              <IconButton
                size="small"
                label="Send again"
                icon={<RotateCw />}
                disabled={again.isPending}
                onClick={() => again.mutate(delivery.id)}
              />
            ),
          },
        ]}
      />
      <MoreButton query={deliveries} what="deliveries" />
    </>
  );
}
