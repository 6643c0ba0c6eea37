import { Link } from '@tanstack/react-router';
import type { Step } from '../../../../../shared/calls/flow.ts';
import { CollectFields } from './CollectFields.tsx';
import styles from './Forms.module.css';
import { LineField } from './LineField.tsx';
import { MenuFields } from './MenuFields.tsx';
import { NumberField } from './NumberField.tsx';
import { PersonalityFields } from './PersonalityFields.tsx';
import { TransferFields } from './TransferFields.tsx';
import { WayField } from './WayField.tsx';

/** What there is to say about a step of each kind. */
export function KindFields({ step, onChange }: { step: Step; onChange: (step: Step) => void }) {
  switch (step.kind) {
    case 'menu':
      return <MenuFields step={step} onChange={onChange} />;
    case 'collect':
      return <CollectFields step={step} onChange={onChange} />;
    case 'transfer':
      return <TransferFields step={step} onChange={onChange} />;
    case 'personality':
      return <PersonalityFields step={step} onChange={onChange} />;
    case 'hours':
      return (
        <>
          <p className={styles.hint}>
            Hours, holidays and time zone are those of <Link to="/business/hours">Business data</Link>.
          </p>
          <WayField label="While open" to={step.open} onChange={(open) => onChange({ ...step, open })} />
          <WayField
            label="While closed"
            to={step.closed}
            onChange={(closed) => onChange({ ...step, closed })}
          />
        </>
      );
    case 'say':
      return (
        <>
          <LineField
            label="What is said"
            field="line"
            line={step.line}
            onChange={(line) => onChange({ ...step, line })}
          />
          <WayField label="Then" to={step.next} onChange={(next) => onChange({ ...step, next })} />
        </>
      );
    case 'voicemail':
      return (
        <>
          <LineField
            label="What is said before the tone"
            field="line"
            line={step.line}
            onChange={(line) => onChange({ ...step, line })}
          />
          <NumberField
            label="Longest message, seconds"
            field="maxSeconds"
            min={5}
            max={600}
            value={step.maxSeconds}
            onChange={(maxSeconds) => onChange({ ...step, maxSeconds })}
          />
          <WayField label="Then" to={step.next} onChange={(next) => onChange({ ...step, next })} />
        </>
      );
    case 'goodbye':
      return (
        <LineField
          label="Last words"
          field="line"
          line={step.line}
          onChange={(line) => onChange({ ...step, line })}
        />
      );
  }
}
