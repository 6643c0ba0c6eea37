import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ChevronDown, ChevronUp, CirclePause, Pause, Pencil, Play, Send, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { Webhook } from '../../../shared/api/operations.ts';
import { deleteWebhook, testWebhook, updateWebhook } from '../../api/operations.ts';
import { Badge } from '../../components/Badge.tsx';
import { Button } from '../../components/Button.tsx';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import common from '../../components/common.module.css';
import { Row } from '../../components/Form.tsx';
import { Time } from '../../components/Time.tsx';
import { notify, notifyProblem } from '../../components/Toast.tsx';
import { ChangeWebhook } from './ChangeWebhook.tsx';
import { Deliveries } from './Deliveries.tsx';
import { DeliveryState } from './DeliveryState.tsx';
import styles from './settings.module.css';

interface WebhookCardProps {
  webhook: Webhook;
  /** Its deliveries are shown. */
  open: boolean;
  onOpen: (open: boolean) => void;
}

export function WebhookCard({ webhook, open, onOpen }: WebhookCardProps) {
  const client = useQueryClient();
  const [changing, setChanging] = useState(false);
  const [deleting, setDeleting] = useState(false);
  const refresh = () => client.invalidateQueries({ queryKey: ['webhooks'] });
  const ping = useMutation({
    mutationFn: () => testWebhook(webhook.id),
    onSuccess: () => {
      notify('A ping is on its way.');
      onOpen(true);
      return refresh();
    },
    onError: notifyProblem,
  });
  const pause = useMutation({
    mutationFn: () => updateWebhook(webhook.id, { active: !webhook.active }),
    onSuccess: refresh,
    onError: notifyProblem,
  });
  return (
    <li className={styles.webhook}>
      <div className={common.spread}>
        <span className={styles.url}>{webhook.url}</span>
        {webhook.active ? (
          <Badge tone="good">Active</Badge>
        ) : (
          <Badge tone="warn" icon={<CirclePause aria-hidden />}>
            Paused
          </Badge>
        )}
      </div>
      <div className={styles.scopes}>
        {webhook.events.map((event) => (
          <Badge key={event}>{event}</Badge>
        ))}
      </div>
      {webhook.lastDelivery ? (
        <p className={styles.muted}>
          Last delivery <Time at={webhook.lastDelivery.at} />:{' '}
          <DeliveryState state={webhook.lastDelivery.state} />
        </p>
      ) : (
        <p className={styles.muted}>Nothing was delivered yet.</p>
      )}
      <Row>
        <Button
          size="small"
          aria-expanded={open}
          icon={open ? <ChevronUp aria-hidden /> : <ChevronDown aria-hidden />}
          onClick={() => onOpen(!open)}
        >
          Deliveries
        </Button>
        <Button size="small" icon={<Send aria-hidden />} busy={ping.isPending} onClick={() => ping.mutate()}>
          Send a ping
        </Button>
        <Button size="small" icon={<Pencil aria-hidden />} onClick={() => setChanging(true)}>
          Change
        </Button>
        <Button
          size="small"
          icon={webhook.active ? <Pause aria-hidden /> : <Play aria-hidden />}
          busy={pause.isPending}
          onClick={() => pause.mutate()}
        >
          {webhook.active ? 'Pause' : 'Resume'}
        </Button>
        <Button size="small" kind="quiet" icon={<Trash2 aria-hidden />} onClick={() => setDeleting(true)}>
          Delete
        </Button>
      </Row>
      {open ? <Deliveries webhookId={webhook.id} /> : null}
      {changing ? <ChangeWebhook webhook={webhook} onClose={() => setChanging(false)} /> : null}
      {deleting ? (
        <ConfirmDialog
          title="Delete this webhook?"
          action="Delete webhook"
          onClose={() => setDeleting(false)}
          onConfirm={async () => {
            await deleteWebhook(webhook.id);
            await refresh();
          }}
        >
          {webhook.url} is not told anything more, and its list of deliveries is lost. To stop for a while,
          pause it instead.
        </ConfirmDialog>
      ) : null}
    </li>
  );
}
