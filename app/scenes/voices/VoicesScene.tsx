import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { AudioLines } from 'lucide-react';
import type { Voice } from '../../../shared/api/voices.ts';
import { enginesQuery, voicesQuery } from '../../api/voices.ts';
import { Button } from '../../components/Button.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Loaded } from '../../components/Loaded.tsx';
import { Scene } from '../../components/Scene.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { languageName, primaryLanguage } from '../../format/language.ts';
import { useCan } from '../../frame/useMe.ts';
import { EnginesLine } from './EnginesLine.tsx';
import { MoreVoices } from './MoreVoices.tsx';
import { usePreview } from './preview.ts';
import { SampleBar } from './SampleBar.tsx';
import type { VoicesSearch } from './search.ts';
import { VoiceCard } from './VoiceCard.tsx';
import { VoiceFilters } from './VoiceFilters.tsx';
import styles from './VoicesScene.module.css';

const route = getRouteApi('/frame/voices');

function matches(voice: Voice, { q, language, engine, gender }: VoicesSearch): boolean {
  return (
    (!q || `${voice.name} ${voice.description}`.toLowerCase().includes(q.toLowerCase())) &&
    (!language || voice.languages.some((tag) => primaryLanguage(tag) === language)) &&
    (!engine || voice.engine === engine) &&
    (!gender || voice.gender === gender)
  );
}

const OWN_LANGUAGE = primaryLanguage(navigator.language);

/** The reader's language comes first, then English, which most voices speak. */
const rank = (language: string): number => (language === OWN_LANGUAGE ? 0 : language === 'en' ? 1 : 2);

/** A language with fewer voices has no part of its own: most of its row would be empty. */
const FEW = 3;

/** Voices under the name of their language: the reader's, English, the others by name, those with few voices together. */
function byLanguage(voices: readonly Voice[], wanted: string | undefined): [string, Voice[]][] {
  const groups = new Map<string, Voice[]>();
  for (const voice of voices) {
    const language = wanted ?? primaryLanguage(voice.languages[0] ?? 'und');
    groups.set(language, [...(groups.get(language) ?? []), voice]);
  }
  const ordered = [...groups].sort(
    ([a], [b]) => rank(a) - rank(b) || languageName(a).localeCompare(languageName(b)),
  );
  const few = ordered.filter(([language, group]) => rank(language) === 2 && group.length < FEW);
  const apart = few.length > 1 ? ordered.filter((each) => !few.includes(each)) : ordered;
  return [
    ...apart.map(([language, group]): [string, Voice[]] => [languageName(language), group]),
    ...(few.length > 1
      ? [['Other languages', few.flatMap(([, group]) => group)] satisfies [string, Voice[]]]
      : []),
  ];
}

/** Every voice there is, to be heard with a sentence of one's own. */
export function VoicesScene() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const voices = useQuery(voicesQuery);
  const engines = useQuery(enginesQuery);
  const engineNames = new Map(
    engines.data?.flatMap(({ id, ability, name }) => (ability === 'speech' ? [[id, name]] : [])),
  );
  const preview = usePreview();
  const mayPreview = useCan('speech:synthesize');
  const maySetUp = useCan('settings:manage');
  return (
    <Scene title="Voices" lead="Hear any voice say your own sentence before you choose it.">
      <EnginesLine />
      {maySetUp ? <MoreVoices /> : null}
      {mayPreview ? <SampleBar sample={preview.sample} onChange={preview.setSample} /> : null}
      <Loaded query={voices} shape={<Skeleton height={88} count={4} />}>
        {(all) => {
          const shown = all.filter((voice) => matches(voice, search));
          return (
            <>
              <VoiceFilters
                voices={all}
                engineNames={engineNames}
                search={search}
                count={shown.length}
                onChange={(change) => navigate({ search: (now) => ({ ...now, ...change }), replace: true })}
              />
              {shown.length === 0 ? (
                <EmptyState
                  icon={<AudioLines />}
                  title="No voice is like that"
                  action={<Button onClick={() => navigate({ search: {} })}>Show all voices</Button>}
                >
                  Take a filter away to see more.
                </EmptyState>
              ) : (
                byLanguage(shown, search.language).map(([name, group]) => (
                  <section key={name} className={styles.language} aria-label={name}>
                    <h2>{name}</h2>
                    <ul className={styles.cards}>
                      {group.map((voice) => (
                        <VoiceCard
                          key={voice.id}
                          voice={voice}
                          engineName={engineNames.get(voice.engine) ?? voice.engine}
                          state={preview.stateOf(voice.id)}
                          onPlay={mayPreview ? () => preview.play(voice) : null}
                        />
                      ))}
                    </ul>
                  </section>
                ))
              )}
            </>
          );
        }}
      </Loaded>
    </Scene>
  );
}
