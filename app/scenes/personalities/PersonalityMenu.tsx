import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Copy, Crown, Download, Ellipsis, Power, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { Personality } from '../../../shared/api/personalities.ts';
import { changePersonality, copyPersonality, personalityQuery } from '../../api/personalities.ts';
import { deleteVoice, voiceExportUrl } from '../../api/personalityVoice.ts';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { IconButton } from '../../components/IconButton.tsx';
import { Menu, MenuItem, MenuLine } from '../../components/Menu.tsx';
import { notify, notifyProblem } from '../../components/Toast.tsx';
import { DeletePersonality } from './DeletePersonality.tsx';

/** What can be done with a personality as a whole. */
export function PersonalityMenu({ personality }: { personality: Personality }) {
  const { id, name, active, primary, customVoice } = personality;
  const client = useQueryClient();
  const navigate = useNavigate();
  const [dialog, setDialog] = useState<'voice' | 'all' | null>(null);
  const refresh = () => client.invalidateQueries({ queryKey: ['personalities'] });
  const act = useMutation({
    mutationFn: async (what: 'copy' | 'primary' | 'switch') => {
      if (what === 'copy') {
        const copy = await copyPersonality(id);
        await refresh();
        await navigate({ to: '/personalities/$id', params: { id: copy.id } });
        return `${copy.name} is a copy of ${name}.`;
      }
      const next = await changePersonality(id, what === 'primary' ? { primary: true } : { active: !active });
      client.setQueryData(personalityQuery(id).queryKey, next);
      await refresh();
      if (what === 'primary') return `${name} answers where nobody asks for another one.`;
      return next.active
        ? `${name} is switched on.`
        : `${name} is switched off: it answers only who asks for it.`;
    },
    onSuccess: (words) => notify(words),
    onError: notifyProblem,
  });
  return (
    <>
      <Menu trigger={<IconButton kind="plain" label="More" icon={<Ellipsis />} />}>
        {primary ? null : (
          <>
            {active ? (
              <MenuItem icon={<Crown aria-hidden />} onSelect={() => act.mutate('primary')}>
                Make it the primary one
              </MenuItem>
            ) : null}
            <MenuItem icon={<Power aria-hidden />} onSelect={() => act.mutate('switch')}>
              {active ? 'Switch it off' : 'Switch it on'}
            </MenuItem>
          </>
        )}
        <MenuItem icon={<Copy aria-hidden />} onSelect={() => act.mutate('copy')}>
          Make a copy
        </MenuItem>
        <MenuItem asChild>
          <a href={voiceExportUrl(id)} download={`${name}.tar`}>
            <Download aria-hidden /> Download a backup of its voice
          </a>
        </MenuItem>
        <MenuLine />
        {customVoice === 'none' ? null : (
          <MenuItem danger icon={<Trash2 aria-hidden />} onSelect={() => setDialog('voice')}>
            Delete its own voice
          </MenuItem>
        )}
        <MenuItem danger icon={<Trash2 aria-hidden />} onSelect={() => setDialog('all')}>
          Delete the personality
        </MenuItem>
      </Menu>
      {dialog === 'voice' ? (
        <ConfirmDialog
          title={`Delete ${name}’s own voice?`}
          action="Delete the voice"
          onConfirm={async () => {
            await deleteVoice(id);
            await Promise.all([refresh(), client.invalidateQueries({ queryKey: ['voices'] })]);
            notify(`${name}’s own voice is deleted.`);
          }}
          onClose={() => setDialog(null)}
        >
          The voice is deleted here and at its engine, with its settings; {name} speaks with the default voice
          again, and scripts can no longer be generated with it. Audio that was generated and approved stays
          what it is, and so do recordings and consent.
        </ConfirmDialog>
      ) : null}
      {dialog === 'all' ? (
        <DeletePersonality personality={personality} onClose={() => setDialog(null)} />
      ) : null}
    </>
  );
}
