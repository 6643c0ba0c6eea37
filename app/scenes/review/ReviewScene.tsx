import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { itemsOf } from '../../api/pages.ts';
import { reviewsQuery } from '../../api/studio.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Scene } from '../../components/Scene.tsx';

/** The queue; with a version chosen (`/review/$versionId`) that version beside it. */
export function ReviewScene() {
  const reviews = itemsOf(useInfiniteQuery(reviewsQuery).data);
  return (
    <Scene title="Review">
      {reviews.length === 0 ? (
        <EmptyState title="Nothing waits for a review">Versions sent to review appear here.</EmptyState>
      ) : (
        <ul>
          {reviews.map(({ version, reason }) => (
            <li key={version.id}>
              <Link to="/review/$versionId" params={{ versionId: version.id }}>
                {version.scriptTitle}, version {version.number}
              </Link>{' '}
              {reason}
            </li>
          ))}
        </ul>
      )}
    </Scene>
  );
}
