import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { z } from 'zod';
import type { MenuChoice as Choice } from '../../../../../shared/calls/flow.ts';
import { Button } from '../../../../components/Button.tsx';
import { Select, TextField } from '../../../../components/Field.tsx';
import { IconButton } from '../../../../components/IconButton.tsx';
import { type FieldsOf, useFieldError } from '../edit/flowEdit.ts';
import styles from './Forms.module.css';
import { LineField } from './LineField.tsx';
import { NumberField } from './NumberField.tsx';
import { WayField } from './WayField.tsx';

type MenuChoice = z.infer<typeof Choice>;

const DIGITS = [...'1234567890*#'];
const MOST_CHOICES = 12;

const phrasesOf = (typed: string) =>
  typed
    .split(',')
    .map((phrase) => phrase.trim())
    .filter(Boolean);

function ChoiceRow({
  choice,
  index,
  taken,
  onChange,
  onRemove,
}: {
  choice: MenuChoice;
  index: number;
  /** Keys of the other choices. */
  taken: readonly (string | null)[];
  onChange: (choice: MenuChoice) => void;
  onRemove: (() => void) | null;
}) {
  const [typed, setTyped] = useState(choice.phrases.join(', '));
  const error = useFieldError(`choices.${index}.phrases`);
  const which = `choice ${index + 1}`;
  return (
    <li className={styles.choice}>
      <Select
        label="Key"
        value={choice.digit ?? ''}
        onChange={(event) => onChange({ ...choice, digit: event.currentTarget.value || null })}
      >
        <option value="">None</option>
        {DIGITS.map((digit) => (
          <option key={digit} value={digit} disabled={digit !== choice.digit && taken.includes(digit)}>
            {digit}
          </option>
        ))}
      </Select>
      <TextField
        label="Or by saying"
        placeholder="order, where is my parcel"
        autoComplete="off"
        error={error}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          onChange({ ...choice, phrases: phrasesOf(event.currentTarget.value) });
        }}
      />
      {onRemove ? (
        <IconButton size="small" label={`Remove ${which}`} icon={<Trash2 />} onClick={onRemove} />
      ) : (
        <span />
      )}
      <WayField label="Leads to" to={choice.next} onChange={(next) => onChange({ ...choice, next })} />
    </li>
  );
}

/** A menu: what is asked, and where each answer leads. */
export function MenuFields({ step, onChange }: FieldsOf<'menu'>) {
  const { choices } = step;
  // Choices have no names of their own: each keeps what was typed as long as none before it is removed.
  const [removals, setRemovals] = useState(0);
  const setChoices = (next: MenuChoice[]) => onChange({ ...step, choices: next });
  const keys = choices.map(({ digit }) => digit);
  return (
    <>
      <LineField
        label="What is asked"
        field="line"
        line={step.line}
        onChange={(line) => onChange({ ...step, line })}
      />
      <ol className={styles.choices} aria-label="Choices">
        {choices.map((choice, index) => (
          <ChoiceRow
            // biome-ignore lint/suspicious/noArrayIndexKey: a removal begins all rows anew
            key={`${removals} ${index}`}
            choice={choice}
            index={index}
            taken={keys}
            onChange={(next) => setChoices(choices.with(index, next))}
            onRemove={
              choices.length > 1
                ? () => {
                    setRemovals(removals + 1);
                    setChoices(choices.toSpliced(index, 1));
                  }
                : null
            }
          />
        ))}
      </ol>
      {choices.length < MOST_CHOICES ? (
        <div>
          <Button
            size="small"
            icon={<Plus aria-hidden />}
            onClick={() =>
              setChoices([
                ...choices,
                {
                  digit: DIGITS.find((digit) => !keys.includes(digit)) ?? null,
                  phrases: [],
                  next: step.otherwise,
                },
              ])
            }
          >
            Add a choice
          </Button>
        </div>
      ) : null}
      <div className={styles.pair}>
        <NumberField
          label="Asked at most, times"
          field="tries"
          min={1}
          max={5}
          value={step.tries}
          onChange={(tries) => onChange({ ...step, tries })}
        />
        <WayField
          label="Then, without a choice"
          to={step.otherwise}
          onChange={(otherwise) => onChange({ ...step, otherwise })}
        />
      </div>
    </>
  );
}
