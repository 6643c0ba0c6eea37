import { useState } from 'react';
import { Language } from '../../../../shared/api/common.ts';
import {
  type PartialContent,
  PERSONALITY_LIMITS,
  type PersonalityContent,
} from '../../../../shared/personalities/content.ts';
import { TextField } from '../../../components/Field.tsx';
import { languageName } from '../../../format/language.ts';
import styles from './Editor.module.css';
import { Part } from './Part.tsx';

const tagsOf = (typed: string) => [...new Set(typed.split(/[\s,;]+/).filter(Boolean))];

/** Why these are no languages, in words; null when they are. */
function wrongWith(tags: readonly string[]): string | null {
  if (tags.length === 0) return 'Name at least one language.';
  const wrong = tags.find((tag) => !Language.safeParse(tag).success);
  return wrong === undefined ? null : `“${wrong}” is no language tag such as en-US.`;
}

/** Who it is: name, sign and languages. */
export function IdentityFields({
  content,
  onChange,
}: {
  content: PersonalityContent;
  onChange: (part: PartialContent) => void;
}) {
  const [typed, setTyped] = useState(content.languages.join(', '));
  const tags = tagsOf(typed);
  const wrong = wrongWith(tags);
  return (
    <Part title="Who it is">
      <div className={styles.pair}>
        <TextField
          label="Name"
          autoComplete="off"
          maxLength={PERSONALITY_LIMITS.name}
          value={content.name}
          error={content.name.trim() === '' ? 'Give it a name.' : null}
          onChange={(event) => onChange({ name: event.currentTarget.value })}
        />
        <TextField
          label="Emoji"
          hint="One. Stands beside its name, and now and then in a chat."
          autoComplete="off"
          value={content.emoji ?? ''}
          onChange={(event) => {
            // The last sign that was typed or pasted takes the place of the one before.
            const signs = [...new Intl.Segmenter().segment(event.currentTarget.value.trim())];
            onChange({ emoji: signs.at(-1)?.segment ?? null });
          }}
          error={
            content.emoji !== null && !/\p{Extended_Pictographic}|\p{Regional_Indicator}/u.test(content.emoji)
              ? 'This is no emoji.'
              : null
          }
        />
      </div>
      <TextField
        label="Languages"
        hint={
          wrong === null
            ? `Begins in ${tags.map(languageName).join('; also speaks ')}.`
            : 'Tags with commas between; it begins in the first.'
        }
        autoComplete="off"
        spellCheck={false}
        value={typed}
        error={wrong}
        onChange={(event) => {
          const next = event.currentTarget.value;
          setTyped(next);
          // What is half typed changes nothing yet.
          if (wrongWith(tagsOf(next)) === null) onChange({ languages: tagsOf(next) });
        }}
      />
    </Part>
  );
}
