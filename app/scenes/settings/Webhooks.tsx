import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Plus, Webhook as WebhookIcon } from 'lucide-react';
import { useState } from 'react';
import { webhooksQuery } from '../../api/operations.ts';
import { Button } from '../../components/Button.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Panel, Row } from '../../components/Form.tsx';
import { Loaded } from '../../components/Loaded.tsx';
import { CreateWebhook } from './CreateWebhook.tsx';
import { SecretDialog } from './SecretDialog.tsx';
import styles from './settings.module.css';
import { WebhookCard } from './WebhookCard.tsx';

const route = getRouteApi('/frame/settings/webhooks');

/** Programs that are told what happens here. */
export function Webhooks() {
  const { webhook: open, create: creating } = route.useSearch();
  const navigate = route.useNavigate();
  const webhooks = useQuery(webhooksQuery);
  const [secret, setSecret] = useState<string | null>(null);
  const close = () => void navigate({ search: { webhook: open }, replace: true });
  const create = (
    <Button
      kind="primary"
      icon={<Plus aria-hidden />}
      onClick={() => navigate({ search: { webhook: open, create: 'webhook' } })}
    >
      Add webhook
    </Button>
  );
  return (
    <Panel
      title="Webhooks"
      lead="Your programs are told what happens here, signed and with retries for as long as they do not answer."
    >
      <Loaded query={webhooks}>
        {(all) =>
          all.length === 0 ? (
            <EmptyState icon={<WebhookIcon />} title="No webhooks yet" action={create}>
              Add the address of a program that should know when audio is ready or goes live.
            </EmptyState>
          ) : (
            <>
              <Row>{create}</Row>
              <ul className={styles.cards}>
                {all.map((webhook) => (
                  <WebhookCard
                    key={webhook.id}
                    webhook={webhook}
                    open={open === webhook.id}
                    onOpen={(wanted) => navigate({ search: { webhook: wanted ? webhook.id : undefined } })}
                  />
                ))}
              </ul>
            </>
          )
        }
      </Loaded>
      {creating ? (
        <CreateWebhook
          onClose={close}
          onCreated={(made) => {
            close();
            setSecret(made.secret);
          }}
        />
      ) : null}
      {secret !== null ? (
        <SecretDialog title="Signing secret" secret={secret} onClose={() => setSecret(null)}>
          Your program checks with it that a call comes from here. It cannot be shown again.
        </SecretDialog>
      ) : null}
    </Panel>
  );
}
