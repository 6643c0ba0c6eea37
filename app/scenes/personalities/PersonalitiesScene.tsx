import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Plus, UserRound } from 'lucide-react';
import { itemsOf } from '../../api/pages.ts';
import { personalitiesQuery } from '../../api/personalities.ts';
import { voiceReviewsQuery } from '../../api/personalityVoice.ts';
import { Button } from '../../components/Button.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Loaded } from '../../components/Loaded.tsx';
import { Scene } from '../../components/Scene.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { Tab, Tabs } from '../../components/Tabs.tsx';
import { useCan } from '../../frame/useMe.ts';
import { NewPersonality } from './NewPersonality.tsx';
import styles from './PersonalitiesScene.module.css';
import { PersonalityCard } from './PersonalityCard.tsx';
import { Reviews } from './Reviews.tsx';

const route = getRouteApi('/frame/personalities');

/** Everybody who speaks here; and, for admins, what waits for a decision about their voices. */
export function PersonalitiesScene() {
  const { view, create } = route.useSearch();
  const navigate = route.useNavigate();
  const personalities = useQuery(personalitiesQuery);
  const mayManage = useCan('voices:manage');
  const reviews = useInfiniteQuery({ ...voiceReviewsQuery, enabled: mayManage });
  const waiting = itemsOf(reviews.data).length;
  const ask = () => navigate({ search: { create: 'personality' } });
  const shown = mayManage ? view : undefined;
  return (
    <Scene
      title="Personalities"
      lead="Who talks to your callers: how they are, what they are told, and in whose voice they speak."
      actions={
        mayManage && personalities.data?.length ? (
          <Button kind="primary" icon={<Plus aria-hidden />} onClick={ask}>
            New personality
          </Button>
        ) : null
      }
    >
      {mayManage ? (
        <Tabs label="Personalities">
          <Tab to="/personalities" search={{}} current={shown === undefined}>
            All
          </Tab>
          <Tab to="/personalities" search={{ view: 'reviews' }} current={shown === 'reviews'} count={waiting}>
            To decide
          </Tab>
        </Tabs>
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
                Until there is one, a plain assistant answers with the default voice. Start from one that is
                ready-made, and shape how it talks and sounds.
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
      {create && mayManage ? <NewPersonality onClose={() => navigate({ search: {} })} /> : null}
    </Scene>
  );
}
