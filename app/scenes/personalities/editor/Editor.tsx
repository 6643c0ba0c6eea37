import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Personality } from '../../../../shared/api/personalities.ts';
import { voicesQuery } from '../../../api/voices.ts';
import { cx } from '../../../components/cx.ts';
import { useCan } from '../../../frame/useMe.ts';
import { contentOf } from './draft.ts';
import styles from './Editor.module.css';
import { IdentityFields } from './IdentityFields.tsx';
import { PlayGreeting } from './PlayGreeting.tsx';
import { Preview } from './Preview.tsx';
import { SaveBar } from './SaveBar.tsx';
import { TestBox } from './TestBox.tsx';
import { TraitFields } from './TraitFields.tsx';
import type { Draft } from './useDraft.ts';
import { VoiceFields } from './VoiceFields.tsx';
import { GreetingField, PhraseFields, PromptFields } from './WordFields.tsx';

const SIDES = { shape: 'Shape it', told: 'What it is told' } as const;

/** A personality is shaped on the left; what it is told changes live on the right. */
export function Editor({ personality, draft }: { personality: Personality; draft: Draft }) {
  const mayTest = useCan('speech:synthesize');
  const { data: voices = [] } = useQuery(voicesQuery);
  // Beside each other where there is room for both.
  const [side, setSide] = useState<keyof typeof SIDES>('shape');
  const { content, change } = draft;
  const voice = voices.find(({ id }) => id === content.voice?.id) ?? null;
  return (
    <>
      <fieldset className={styles.sides}>
        <legend className="visuallyHidden">Show</legend>
        {(Object.keys(SIDES) as (keyof typeof SIDES)[]).map((one) => (
          <button key={one} type="button" aria-pressed={one === side} onClick={() => setSide(one)}>
            {SIDES[one]}
          </button>
        ))}
      </fieldset>
      <div className={cx(styles.columns, side === 'told' ? styles.showTold : styles.showShape)}>
        <div className={styles.shape}>
          <div key={draft.edition} className={styles.parts}>
            <IdentityFields content={content} onChange={change} />
            <TraitFields traits={content.traits} onChange={(traits) => change({ traits })} />
            <GreetingField
              content={content}
              onChange={change}
              play={mayTest ? <PlayGreeting content={content} speakable={voice !== null} /> : null}
            />
            <PhraseFields phrases={content.phrases} onChange={(phrases) => change({ phrases })} />
            <PromptFields content={content} onChange={change} />
            <VoiceFields
              chosen={content.voice}
              personality={content}
              voices={voices}
              onChange={(next) => change({ voice: next })}
            />
          </div>
          {content.voice && voice && mayTest ? (
            <TestBox personality={personality} voice={voice} now={content.voice} saved={draft.base.voice} />
          ) : null}
        </div>
        <div className={styles.told}>
          <Preview saved={contentOf(draft.base)} content={content} />
        </div>
      </div>
      {draft.changes.length > 0 ? <SaveBar personality={personality} draft={draft} /> : null}
    </>
  );
}
