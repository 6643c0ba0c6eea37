import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { MessagesSquare } from 'lucide-react';
import type { Personality } from '../../../shared/api/personalities.ts';
import { itemsOf } from '../../api/pages.ts';
import { personalityConversationsQuery } from '../../api/personalities.ts';
import { Who } from '../../components/Avatar.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Loaded } from '../../components/Loaded.tsx';
import { MoreButton } from '../../components/MoreButton.tsx';
import { Table } from '../../components/Table.tsx';
import { Time } from '../../components/Time.tsx';

/** What was talked about with a personality, newest first. */
export function Conversations({ personality: { id, name } }: { personality: Personality }) {
  const query = useInfiniteQuery(personalityConversationsQuery(id));
  return (
    <Loaded query={query}>
      {(data) => {
        const conversations = itemsOf(data);
        return conversations.length === 0 ? (
          <EmptyState icon={<MessagesSquare />} title="Nobody has talked to it yet">
            “Talk to it” opens a chat with {name}; what was said stands here afterwards.
          </EmptyState>
        ) : (
          <>
            <Table
              caption={`Conversations with ${name}`}
              rows={conversations}
              rowKey={(one) => one.id}
              columns={[
                {
                  head: 'Began with',
                  cell: (one) => (
                    <Link to="/chat" search={{ conversation: one.id }}>
                      {one.title}
                    </Link>
                  ),
                },
                { head: 'Messages', cell: (one) => one.messageCount },
                { head: 'Begun by', cell: (one) => <Who actor={one.startedBy} /> },
                { head: 'Last', cell: (one) => <Time at={one.updatedAt} /> },
              ]}
            />
            <MoreButton query={query} what="conversations" />
          </>
        );
      }}
    </Loaded>
  );
}
