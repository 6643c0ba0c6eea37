import { useMutation, useQuery } from '@tanstack/react-query';
import { Check, ChevronsUpDown, Plus } from 'lucide-react';
import { useState } from 'react';
import { enterWorkspace, workspacesQuery } from '../api/identity.ts';
import { late } from '../components/late.tsx';
import { Menu, MenuItem, MenuLabel, MenuLine } from '../components/Menu.tsx';
import { notifyProblem } from '../components/Toast.tsx';
import { ROLE_LABELS } from '../format/labels.ts';
import { startAfresh } from './startAfresh.ts';
import { useMe } from './useMe.ts';
import styles from './WorkspaceMenu.module.css';

const CreateWorkspace = late(() => import('./CreateWorkspace.tsx').then((module) => module.CreateWorkspace));

/** Where I am, the other workspaces of mine, and the way to a new one. */
export function WorkspaceMenu() {
  const { workspace, role } = useMe();
  const workspaces = useQuery(workspacesQuery);
  const [creating, setCreating] = useState(false);
  const enter = useMutation({
    mutationFn: enterWorkspace,
    onSuccess: startAfresh,
    onError: notifyProblem,
  });
  return (
    <>
      <Menu
        align="start"
        trigger={
          <button type="button" className={styles.trigger} disabled={enter.isPending}>
            <span className="visuallyHidden">Workspace: </span>
            <span className={styles.name}>{workspace.name}</span>
            <ChevronsUpDown aria-hidden />
          </button>
        }
      >
        <MenuLabel>Workspaces</MenuLabel>
        {(workspaces.data ?? []).map((one) => {
          const here = one.id === workspace.id;
          return (
            <MenuItem
              key={one.id}
              icon={here ? <Check aria-label="You are here:" /> : <span className={styles.gap} />}
              onSelect={() => here || enter.mutate(one.id)}
            >
              <span className={styles.name}>{one.name}</span>
              <span className={styles.role}>{ROLE_LABELS[one.role].name}</span>
            </MenuItem>
          );
        })}
        {role === 'owner' ? (
          <>
            <MenuLine />
            <MenuItem icon={<Plus aria-hidden />} onSelect={() => setCreating(true)}>
              New workspace
            </MenuItem>
          </>
        ) : null}
      </Menu>
      {creating ? (
        <CreateWorkspace onClose={() => setCreating(false)} onMissing={() => setCreating(false)} />
      ) : null}
    </>
  );
}
