import { useQueryClient } from '@tanstack/react-query';
import { Ellipsis, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { deleteConversation } from '../../api/chat.ts';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { IconButton } from '../../components/IconButton.tsx';
import { Menu, MenuItem } from '../../components/Menu.tsx';
import { notify } from '../../components/Toast.tsx';
import { drafts } from './turn/drafts.ts';
import { turns } from './turn/turns.ts';

/** What else can be done with a conversation. */
export function ConversationMenu({
  id,
  title,
  onDeleted,
}: {
  id: string;
  title: string;
  onDeleted: () => void;
}) {
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Menu trigger={<IconButton label="More for this conversation" icon={<Ellipsis />} />}>
        <MenuItem danger icon={<Trash2 aria-hidden />} onSelect={() => setAsking(true)}>
          Delete for good
        </MenuItem>
      </Menu>
      {asking ? (
        <ConfirmDialog
          title="Delete this conversation?"
          action="Delete for good"
          onConfirm={async () => {
            await turns.stop(client, id);
            await deleteConversation(id);
            drafts.write(id, '');
            notify('The conversation is deleted.');
            onDeleted();
            client.removeQueries({ queryKey: ['conversations', id] });
            void client.invalidateQueries({ queryKey: ['conversations', 'list'] });
          }}
          onClose={() => setAsking(false)}
        >
          “{title}” with all that was said in it, its spoken answers included, is deleted for everybody. It
          cannot be brought back.
        </ConfirmDialog>
      ) : null}
    </>
  );
}
