import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { KeyRound, Plus, RotateCw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { SCOPES } from '../../../shared/access.ts';
import type { ApiKey } from '../../../shared/api/identity.ts';
import { apiKeysQuery, revokeApiKey } from '../../api/identity.ts';
import { Badge } from '../../components/Badge.tsx';
import { Button } from '../../components/Button.tsx';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Panel, Row } from '../../components/Form.tsx';
import { IconButton } from '../../components/IconButton.tsx';
import { Loaded } from '../../components/Loaded.tsx';
import { Table } from '../../components/Table.tsx';
import { Time } from '../../components/Time.tsx';
import { CreateApiKey } from './CreateApiKey.tsx';
import { RotateApiKey } from './RotateApiKey.tsx';
import { SecretDialog } from './SecretDialog.tsx';
import styles from './settings.module.css';

function KeyState({ apiKey }: { apiKey: ApiKey }) {
  if (apiKey.revokedAt) return <Badge tone="bad">Revoked</Badge>;
  if (apiKey.expiresAt && new Date(apiKey.expiresAt) < new Date()) return <Badge tone="warn">Expired</Badge>;
  return apiKey.expiresAt ? (
    <span>
      Until <Time at={apiKey.expiresAt} />
    </span>
  ) : (
    <Badge tone="good">Works</Badge>
  );
}

type Doing = { what: 'rotate' | 'revoke'; key: ApiKey } | { what: 'show'; secret: string };

const route = getRouteApi('/frame/settings/keys');

/** Keys for programs: each is shown once and can be rotated and revoked. */
export function ApiKeys() {
  const { create: creating } = route.useSearch();
  const navigate = route.useNavigate();
  const keys = useQuery(apiKeysQuery);
  const client = useQueryClient();
  const [doing, setDoing] = useState<Doing | null>(null);
  const done = () => setDoing(null);
  const closeForm = () => void navigate({ search: {}, replace: true });
  const show = (made: { key: string }) => {
    void client.invalidateQueries({ queryKey: apiKeysQuery.queryKey });
    setDoing({ what: 'show', secret: made.key });
  };
  const create = (
    <Button
      kind="primary"
      icon={<Plus aria-hidden />}
      onClick={() => navigate({ search: { create: 'key' } })}
    >
      Create key
    </Button>
  );
  return (
    <Panel
      title="API keys"
      lead="Programs sign in with a key. Give each program its own, with only what it needs."
    >
      <Loaded query={keys}>
        {(all) =>
          all.length === 0 ? (
            <EmptyState icon={<KeyRound />} title="No keys yet" action={create}>
              A program that generates, deploys or fetches audio needs one.
            </EmptyState>
          ) : (
            <>
              <Row>{create}</Row>
              <Table
                caption="API keys"
                rows={all}
                rowKey={(key) => key.id}
                columns={[
                  {
                    head: 'Key',
                    cell: (key) => (
                      <span className={styles.key}>
                        <strong>{key.name}</strong>
                        <code className={styles.muted}>{key.prefix}…</code>
                      </span>
                    ),
                  },
                  {
                    head: 'May',
                    cell: (key) => (
                      <span className={styles.scopes}>
                        {key.scopes.length === SCOPES.length ? (
                          <Badge>Everything</Badge>
                        ) : (
                          key.scopes.map((scope) => <Badge key={scope}>{scope}</Badge>)
                        )}
                      </span>
                    ),
                  },
                  { head: 'State', cell: (key) => <KeyState apiKey={key} /> },
                  {
                    head: 'Last used',
                    cell: (key) => (key.lastUsedAt ? <Time at={key.lastUsedAt} /> : 'Never'),
                  },
                  {
                    head: 'Actions',
                    hideHead: true,
                    end: true,
                    cell: (key) =>
                      key.revokedAt ? null : (
                        <Row end>
                          <IconButton
                            label={`Rotate ${key.name}`}
                            icon={<RotateCw />}
                            onClick={() => setDoing({ what: 'rotate', key })}
                          />
                          <IconButton
                            label={`Revoke ${key.name}`}
                            icon={<Trash2 />}
                            onClick={() => setDoing({ what: 'revoke', key })}
                          />
                        </Row>
                      ),
                  },
                ]}
              />
            </>
          )
        }
      </Loaded>
      {creating ? (
        <CreateApiKey
          onClose={closeForm}
          onCreated={(made) => {
            closeForm();
            show(made);
          }}
        />
      ) : null}
      {doing?.what === 'rotate' ? <RotateApiKey apiKey={doing.key} onClose={done} onRotated={show} /> : null}
      {doing?.what === 'revoke' ? (
        <ConfirmDialog
          title={`Revoke ${doing.key.name}?`}
          action="Revoke key"
          onClose={done}
          onConfirm={async () => {
            await revokeApiKey(doing.key.id);
            await client.invalidateQueries({ queryKey: apiKeysQuery.queryKey });
          }}
        >
          Programs that use it are refused from this moment. This cannot be undone; to change over without a
          break, rotate it instead.
        </ConfirmDialog>
      ) : null}
      {doing?.what === 'show' ? (
        <SecretDialog title="Your new key" secret={doing.secret} onClose={done}>
          Copy it now: it is stored only as a fingerprint and cannot be shown again.
        </SecretDialog>
      ) : null}
    </Panel>
  );
}
