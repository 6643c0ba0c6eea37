import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { KeyRound, Trash2, UserPlus } from 'lucide-react';
import { useState } from 'react';
import type { Role } from '../../../shared/access.ts';
import type { Member } from '../../../shared/api/identity.ts';
import { changeMember, membersQuery, removeMember } from '../../api/identity.ts';
import { Avatar } from '../../components/Avatar.tsx';
import { Button } from '../../components/Button.tsx';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { Select } from '../../components/Field.tsx';
import { Panel, Row } from '../../components/Form.tsx';
import { IconButton } from '../../components/IconButton.tsx';
import { Loaded } from '../../components/Loaded.tsx';
import { Table } from '../../components/Table.tsx';
import { Time } from '../../components/Time.tsx';
import { notify, notifyProblem } from '../../components/Toast.tsx';
import { keysOf, ROLE_LABELS } from '../../format/labels.ts';
import { useCan, useMe } from '../../frame/useMe.ts';
import { AddMember } from './AddMember.tsx';
import { ResetPassword } from './ResetPassword.tsx';
import styles from './settings.module.css';

function RoleChoice({ member }: { member: Member }) {
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: (role: Role) => changeMember(member.id, role),
    onSuccess: (changed) => {
      client.setQueryData(membersQuery.queryKey, (all) =>
        all?.map((one) => (one.id === changed.id ? changed : one)),
      );
      notify(`${changed.name} is now ${ROLE_LABELS[changed.role].name.toLowerCase()}.`);
    },
    onError: notifyProblem,
  });
  return (
    <Select
      label={`Role of ${member.name}`}
      hideLabel
      disabled={change.isPending}
      value={member.role}
      onChange={(event) => {
        const role = keysOf(ROLE_LABELS).find((one) => one === event.currentTarget.value);
        if (role) change.mutate(role);
      }}
    >
      {keysOf(ROLE_LABELS).map((role) => (
        <option key={role} value={role}>
          {ROLE_LABELS[role].name}
        </option>
      ))}
    </Select>
  );
}

const route = getRouteApi('/frame/settings/members');

export function Members() {
  const members = useQuery(membersQuery);
  const client = useQueryClient();
  const { user } = useMe();
  const mayManage = useCan('members:manage');
  const { create } = route.useSearch();
  const navigate = route.useNavigate();
  const [leaving, setLeaving] = useState<Member | null>(null);
  const [forgetful, setForgetful] = useState<Member | null>(null);
  return (
    <Panel title="Members" lead="Who works here, and what each may do.">
      {mayManage ? (
        <Row>
          <Button
            kind="primary"
            icon={<UserPlus aria-hidden />}
            onClick={() => navigate({ search: { create: 'member' } })}
          >
            Add member
          </Button>
        </Row>
      ) : null}
      <Loaded query={members}>
        {(all) => (
          <Table
            caption="Members"
            rows={all}
            rowKey={(member) => member.id}
            columns={[
              {
                head: 'Member',
                hideHead: true,
                cell: (member) => (
                  <Row>
                    <Avatar name={member.name} size={28} />
                    <span className={styles.person}>
                      <strong>
                        {member.name}
                        {member.id === user?.id ? ' (you)' : ''}
                      </strong>
                      <span className={styles.muted}>{member.email}</span>
                    </span>
                  </Row>
                ),
              },
              {
                head: 'Role',
                cell: (member) =>
                  mayManage ? <RoleChoice member={member} /> : ROLE_LABELS[member.role].name,
              },
              { head: 'Joined', cell: (member) => <Time at={member.joinedAt} /> },
              {
                head: 'Last seen',
                cell: (member) => (member.lastSeenAt ? <Time at={member.lastSeenAt} /> : 'Never'),
              },
              ...(mayManage
                ? [
                    {
                      head: 'Actions',
                      hideHead: true,
                      end: true,
                      cell: (member: Member) => (
                        <Row end>
                          {member.id === user?.id ? null : (
                            <IconButton
                              label={`Set a new password for ${member.name}`}
                              icon={<KeyRound />}
                              onClick={() => setForgetful(member)}
                            />
                          )}
                          <IconButton
                            label={`Remove ${member.name}`}
                            icon={<Trash2 />}
                            onClick={() => setLeaving(member)}
                          />
                        </Row>
                      ),
                    },
                  ]
                : []),
            ]}
          />
        )}
      </Loaded>
      {create && mayManage ? <AddMember onClose={() => navigate({ search: {}, replace: true })} /> : null}
      {forgetful ? <ResetPassword member={forgetful} onClose={() => setForgetful(null)} /> : null}
      {leaving ? (
        <ConfirmDialog
          title={`Remove ${leaving.name}?`}
          action="Remove member"
          onClose={() => setLeaving(null)}
          onConfirm={async () => {
            await removeMember(leaving.id);
            await client.invalidateQueries({ queryKey: membersQuery.queryKey });
          }}
        >
          They are signed out everywhere at once. What they wrote, approved and deployed stays, with their
          name.
        </ConfirmDialog>
      ) : null}
    </Panel>
  );
}
