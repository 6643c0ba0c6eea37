import type { useInfiniteQuery } from '@tanstack/react-query';
import { useQuery } from '@tanstack/react-query';
import { CircleCheck } from 'lucide-react';
import { membersQuery } from '../../api/identity.ts';
import { itemsOf } from '../../api/pages.ts';
import type { voiceReviewsQuery } from '../../api/personalityVoice.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Loaded } from '../../components/Loaded.tsx';
import { MoreButton } from '../../components/MoreButton.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { useMe } from '../../frame/useMe.ts';
import styles from './Recordings.module.css';
import { ReviewCard } from './ReviewCard.tsx';

type Query = ReturnType<typeof useInfiniteQuery<Pages, Error, { pages: Pages[] }>>;
type Pages = Awaited<ReturnType<Extract<typeof voiceReviewsQuery.queryFn, (...args: never[]) => unknown>>>;

/** What waits for an admin: consents nobody could check, and trainings that look as if they should not be. */
export function Reviews({ query }: { query: Query }) {
  const me = useMe().user?.id;
  const members = useQuery(membersQuery);
  const others = members.data?.some(({ id, role }) => id !== me && (role === 'owner' || role === 'admin'));
  return (
    <Loaded query={query} shape={<Skeleton height={160} count={2} />}>
      {(data) => {
        const items = itemsOf(data);
        return items.length === 0 ? (
          <EmptyState icon={<CircleCheck />} title="Nothing to decide">
            Consents that could not be checked, and trainings that look odd, wait here for an admin who
            listens.
          </EmptyState>
        ) : (
          <>
            <ul className={styles.samples}>
              {items.map((review) => (
                <ReviewCard
                  key={review.id}
                  review={review}
                  own={review.requestedBy.kind === 'user' && review.requestedBy.id === me}
                  alone={others === false}
                />
              ))}
            </ul>
            <MoreButton query={query} what="decisions" />
          </>
        );
      }}
    </Loaded>
  );
}
