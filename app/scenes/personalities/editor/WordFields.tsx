import { type ReactNode, useState } from 'react';
import {
  type PartialContent,
  PERSONALITY_LIMITS,
  type PersonalityContent,
  type Phrases,
} from '../../../../shared/personalities/content.ts';
import { openingWords, saysItIsAnAi } from '../../../../shared/personalities/greeting.ts';
import { TextArea } from '../../../components/Field.tsx';
import styles from './Editor.module.css';
import { Part } from './Part.tsx';

const KINDS: Record<keyof Phrases, string> = {
  opening: 'To begin with',
  transition: 'To lead over',
  closing: 'To end with',
};

const linesOf = (typed: string) =>
  typed
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);

function wrongWith(lines: readonly string[]): string | null {
  if (lines.length > PERSONALITY_LIMITS.phrases) return `At most ${PERSONALITY_LIMITS.phrases} lines.`;
  const long = lines.findIndex((line) => line.length > PERSONALITY_LIMITS.phrase);
  return long < 0 ? null : `Line ${long + 1} is longer than ${PERSONALITY_LIMITS.phrase} characters.`;
}

function PhraseField({
  label,
  phrases,
  onChange,
}: {
  label: string;
  phrases: readonly string[];
  onChange: (phrases: string[]) => void;
}) {
  const [typed, setTyped] = useState(phrases.join('\n'));
  return (
    <TextArea
      label={label}
      rows={3}
      value={typed}
      error={wrongWith(linesOf(typed))}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        onChange(linesOf(event.currentTarget.value));
      }}
    />
  );
}

/** What it says first. */
export function GreetingField({
  content,
  onChange,
  play,
}: {
  content: PersonalityContent;
  onChange: (part: PartialContent) => void;
  /** Lets the first words be heard. */
  play: ReactNode;
}) {
  const { greeting } = content.prompts;
  const led = greeting.trim() !== '' && !saysItIsAnAi(greeting);
  return (
    <Part title="Its first words" foot={play}>
      <TextArea
        label="Greeting"
        rows={2}
        maxLength={PERSONALITY_LIMITS.greeting}
        value={greeting}
        hint={
          greeting.trim() === '' || led ? (
            <>
              {led ? 'People are told that an AI talks. So it says: ' : 'Without one it says: '}“
              {openingWords(content)}”
            </>
          ) : (
            'Its first words, as they stand here.'
          )
        }
        onChange={(event) => onChange({ prompts: { greeting: event.currentTarget.value } })}
      />
    </Part>
  );
}

/** How it likes to put things. */
export function PhraseFields({
  phrases,
  onChange,
}: {
  phrases: Phrases;
  onChange: (phrases: Partial<Phrases>) => void;
}) {
  return (
    <Part title="Phrases it likes, one a line">
      <div className={styles.triple}>
        {(Object.entries(KINDS) as [keyof Phrases, string][]).map(([kind, label]) => (
          <PhraseField
            key={kind}
            label={label}
            phrases={phrases[kind]}
            onChange={(lines) => onChange({ [kind]: lines })}
          />
        ))}
      </div>
    </Part>
  );
}

/** What the workspace tells it in words of its own. */
export function PromptFields({
  content: { prompts },
  onChange,
}: {
  content: PersonalityContent;
  onChange: (part: PartialContent) => void;
}) {
  return (
    <Part title="Instructions of your own">
      <TextArea
        label="How it presents products"
        rows={2}
        maxLength={PERSONALITY_LIMITS.productSearch}
        value={prompts.productSearch}
        onChange={(event) => onChange({ prompts: { productSearch: event.currentTarget.value } })}
      />
      <TextArea
        label="Anything else it should know or do"
        hint="Added to what stands beside. It cannot take back that it is an AI, nor the rules at the end."
        rows={6}
        maxLength={PERSONALITY_LIMITS.system}
        value={prompts.system}
        onChange={(event) => onChange({ prompts: { system: event.currentTarget.value } })}
      />
    </Part>
  );
}
