import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Plus, UserRound } from 'lucide-react';
import { itemsOf } from '../../api/pages.ts';
import { createPersonality, personalitiesQuery, voiceReviewsQuery } from '../../api/personalities.ts';
import { Button } from '../../components/Button.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Loaded } from '../../components/Loaded.tsx';
import { Scene } from '../../components/Scene.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { useCan } from '../../frame/useMe.ts';
import { NameDialog } from './NameDialog.tsx';
import styles from './PersonalitiesScene.module.css';
import { PersonalityCard } from './PersonalityCard.tsx';
import { Reviews } from './Reviews.tsx';

/** A tab is current only with its own search. */
const THIS_VIEW = { exact: true, includeSearch: true } as const;

const route = getRouteApi('/frame/personalities');

/** Everybody who speaks here; and, for admins, what waits for a decision about their voices. */
export function PersonalitiesScene() {
  const { view, create } = route.useSearch();
  const navigate = route.useNavigate();
  const client = useQueryClient();
  const personalities = useQuery(personalitiesQuery);
  const mayManage = useCan('voices:manage');
  const reviews = useInfiniteQuery({ ...voiceReviewsQuery, enabled: mayManage });
  const waiting = itemsOf(reviews.data).length;
  const ask = () => navigate({ search: { create: 'personality' } });
  const shown = mayManage ? view : undefined;
  return (
    <Scene
      title="Personalities"
      lead="Who speaks to your callers, and in whose voice: one of the list, or one made of recordings of a person who agreed to it."
      actions={
        mayManage && personalities.data?.length ? (
          <Button kind="primary" icon={<Plus aria-hidden />} onClick={ask}>
            New personality
          </Button>
        ) : null
      }
    >
      {mayManage ? (
        <nav className={styles.tabs} aria-label="Personalities">
          <Link to="/personalities" className={styles.tab} activeOptions={THIS_VIEW}>
            All
          </Link>
          <Link
            to="/personalities"
            search={{ view: 'reviews' }}
            className={styles.tab}
            activeOptions={THIS_VIEW}
          >
            To decide
            {waiting > 0 ? <span className={styles.count}>{waiting}</span> : null}
          </Link>
        </nav>
      ) : null}
      {shown === 'reviews' ? (
        <Reviews query={reviews} />
      ) : (
        <Loaded query={personalities} shape={<Skeleton height={96} count={3} />}>
          {(all) =>
            all.length === 0 ? (
              <EmptyState
                icon={<UserRound />}
                title="Give your service a face"
                action={
                  mayManage ? (
                    <Button kind="primary" onClick={ask}>
                      Create a personality
                    </Button>
                  ) : null
                }
              >
                A personality speaks with a voice of the list, or with its own: made of half a minute of
                recordings of somebody who agreed to it.
              </EmptyState>
            ) : (
              <ul className={styles.cards}>
                {all.map((personality) => (
                  <PersonalityCard key={personality.id} personality={personality} />
                ))}
              </ul>
            )
          }
        </Loaded>
      )}
      {create && mayManage ? (
        <NameDialog
          title="New personality"
          action="Create personality"
          onSave={async (name) => {
            const { id } = await createPersonality(name);
            void client.invalidateQueries({ queryKey: ['personalities'] });
            await navigate({ to: '/personalities/$id', params: { id } });
          }}
          onClose={() => navigate({ search: {} })}
        />
      ) : null}
    </Scene>
  );
}
