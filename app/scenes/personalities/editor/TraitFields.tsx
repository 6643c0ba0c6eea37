import {
  AGE,
  CHOICES,
  type Choice,
  type ChoiceName,
  LEVEL_NAMES,
  LEVELS,
  type Traits,
} from '../../../../shared/personalities/traits.ts';
import { Select, TextField } from '../../../components/Field.tsx';
import { Slider } from '../../../components/Slider.tsx';
import styles from './Editor.module.css';
import { Part } from './Part.tsx';

type Change = (traits: Partial<Traits>) => void;

function ChoiceField<Name extends ChoiceName>({
  name,
  value,
  disabled,
  onChange,
}: {
  name: Name;
  value: Traits[Name];
  disabled?: boolean;
  onChange: Change;
}) {
  const { label, help, options }: Choice = CHOICES[name];
  return (
    <Select
      label={label}
      hint={help}
      value={value}
      disabled={disabled}
      onChange={(event) => onChange({ [name]: event.currentTarget.value } as Partial<Traits>)}
    >
      {Object.entries(options).map(([option, { word }]) => (
        <option key={option} value={option}>
          {word}
        </option>
      ))}
    </Select>
  );
}

/** How a personality is: what is chosen, and what is more or less. */
export function TraitFields({ traits, onChange }: { traits: Traits; onChange: Change }) {
  return (
    <Part title="How it is">
      <div className={styles.pair}>
        <ChoiceField name="communicationStyle" value={traits.communicationStyle} onChange={onChange} />
        <ChoiceField name="salesApproach" value={traits.salesApproach} onChange={onChange} />
        <ChoiceField name="gender" value={traits.gender} onChange={onChange} />
        <TextField
          label="As about which age"
          hint={`In years, ${AGE.min} to ${AGE.max}; empty: none.`}
          type="number"
          inputMode="numeric"
          min={AGE.min}
          max={AGE.max}
          value={traits.age ?? ''}
          error={
            traits.age !== null && (traits.age < AGE.min || traits.age > AGE.max)
              ? `Must be from ${AGE.min} to ${AGE.max}.`
              : null
          }
          onChange={(event) => {
            const age = Math.round(event.currentTarget.valueAsNumber);
            onChange({ age: Number.isNaN(age) ? null : age });
          }}
        />
      </div>
      <div className={styles.sliders}>
        {LEVEL_NAMES.map((name) => (
          <Slider
            key={name}
            label={LEVELS[name].label}
            hint={LEVELS[name].help}
            min={1}
            max={5}
            step={1}
            neutral={3}
            value={traits[name]}
            format={(value) => LEVELS[name].steps[value - 1]?.word ?? ''}
            onChange={(value) => onChange({ [name]: value })}
          />
        ))}
        <ChoiceField
          name="humourStyle"
          value={traits.humourStyle}
          disabled={traits.humourLevel === 1}
          onChange={onChange}
        />
      </div>
    </Part>
  );
}
