import { useQueryClient } from '@tanstack/react-query';
import { Ellipsis, Hand, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { Conversation } from '../../../shared/api/chat.ts';
import { deleteConversation } from '../../api/chat.ts';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { IconButton } from '../../components/IconButton.tsx';
import { Menu, MenuItem } from '../../components/Menu.tsx';
import { notify } from '../../components/Toast.tsx';
import { useMayTakeOver } from './person/useMayTakeOver.ts';
import { usePersonActs } from './person/usePersonActs.ts';
import { drafts } from './turn/drafts.ts';
import { turns } from './turn/turns.ts';

/** What else can be done with a conversation. */
export function ConversationMenu({
  conversation,
  title,
  onDeleted,
}: {
  conversation: Conversation;
  title: string;
  onDeleted: () => void;
}) {
  const { id } = conversation;
  const client = useQueryClient();
  const mayTakeOver = useMayTakeOver(conversation);
  const acts = usePersonActs(id);
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Menu trigger={<IconButton label="More for this conversation" icon={<Ellipsis />} />}>
        {mayTakeOver && !conversation.heldBy ? (
          <MenuItem icon={<Hand aria-hidden />} onSelect={() => acts.takeOver.mutate(undefined)}>
            Take over
          </MenuItem>
        ) : null}
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
