import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Archive, ArchiveRestore, Copy, Ellipsis, PencilLine } from 'lucide-react';
import { useState } from 'react';
import type { FlowDetail } from '../../../../shared/api/calls/flows.ts';
import { changeFlow, createFlow, flowQuery } from '../../../api/flows.ts';
import { IconButton } from '../../../components/IconButton.tsx';
import { Menu, MenuItem } from '../../../components/Menu.tsx';
import { notify, notifyProblem } from '../../../components/Toast.tsx';
import { FlowDialog } from './FlowDialog.tsx';

/** What can be done with a flow as a whole. */
export function FlowMenu({ flow }: { flow: FlowDetail }) {
  const { id, name, description, content, archived } = flow;
  const client = useQueryClient();
  const navigate = useNavigate();
  const [renaming, setRenaming] = useState(false);
  const keep = (next: FlowDetail) => {
    client.setQueryData(flowQuery(next.id).queryKey, next);
    void client.invalidateQueries({ queryKey: ['flows', 'list'] });
  };
  const copy = useMutation({
    mutationFn: () => createFlow({ name: `Copy of ${name}`.slice(0, 100), description, content }),
    onSuccess: async (next) => {
      keep(next);
      await navigate({ to: '/calls/flows/$flowId', params: { flowId: next.id } });
      notify(`${next.name} is made; no number leads to it yet.`);
    },
    onError: notifyProblem,
  });
  const archive = useMutation({
    mutationFn: () => changeFlow(id, { archived: !archived }),
    onSuccess: (next) => {
      keep(next);
      notify(next.archived ? `${name} is archived.` : `${name} is back.`);
    },
    onError: notifyProblem,
  });
  return (
    <>
      <Menu trigger={<IconButton kind="plain" label="More" icon={<Ellipsis />} />}>
        <MenuItem icon={<PencilLine aria-hidden />} onSelect={() => setRenaming(true)}>
          Rename
        </MenuItem>
        <MenuItem icon={<Copy aria-hidden />} onSelect={() => copy.mutate()}>
          Make a copy
        </MenuItem>
        <MenuItem
          icon={archived ? <ArchiveRestore aria-hidden /> : <Archive aria-hidden />}
          onSelect={() => archive.mutate()}
        >
          {archived ? 'Take it out of the archive' : 'Archive'}
        </MenuItem>
      </Menu>
      {renaming ? (
        <FlowDialog
          title="Rename the flow"
          action="Save"
          name={name}
          description={description}
          onSave={async (words) => {
            const next = await changeFlow(id, words);
            keep(next);
            return next;
          }}
          onSaved={() => setRenaming(false)}
          onClose={() => setRenaming(false)}
        />
      ) : null}
    </>
  );
}
