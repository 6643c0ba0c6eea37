import { useQuery } from '@tanstack/react-query';
import { personalitiesQuery } from '../../../../api/personalities.ts';
import { Select } from '../../../../components/Field.tsx';
import type { FieldsOf } from '../edit/flowEdit.ts';
import { LineField } from './LineField.tsx';
import { WayField } from './WayField.tsx';

/** Who talks with the caller, and where the call goes on from there. */
export function PersonalityFields({ step, onChange }: FieldsOf<'personality'>) {
  const { data: personalities = [] } = useQuery(personalitiesQuery);
  const known = step.personalityId === null || personalities.some(({ id }) => id === step.personalityId);
  return (
    <>
      <Select
        label="Who talks"
        value={step.personalityId ?? ''}
        onChange={(event) => onChange({ ...step, personalityId: event.currentTarget.value || null })}
      >
        <option value="">The primary personality</option>
        {known ? null : <option value={step.personalityId ?? ''}>A personality that is not there</option>}
        {personalities.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </Select>
      <LineField
        label="Greeting"
        field="greeting"
        none="Its own greeting"
        line={step.greeting}
        onChange={(greeting) => onChange({ ...step, greeting })}
      />
      <WayField
        label="When the caller asks for a person"
        none="No person can be asked for"
        to={step.transfer}
        onChange={(transfer) => onChange({ ...step, transfer })}
      />
      <WayField
        label="After its goodbye"
        none="The call ends"
        to={step.next}
        onChange={(next) => onChange({ ...step, next })}
      />
    </>
  );
}
