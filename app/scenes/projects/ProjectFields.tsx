import type { UseFormRegister } from 'react-hook-form';
import type { Purpose } from '../../api/studio.ts';
import { Select, TextField } from '../../components/Field.tsx';
import { PURPOSE_LABELS } from '../../format/labels.ts';

export interface ProjectValues {
  name: string;
  purpose: Purpose;
}

export function ProjectFields({
  register,
  nameError,
}: {
  register: UseFormRegister<ProjectValues>;
  nameError: string | null;
}) {
  return (
    <>
      <TextField label="Name" autoFocus autoComplete="off" error={nameError} {...register('name')} />
      <Select label="Purpose" {...register('purpose')}>
        {Object.entries(PURPOSE_LABELS).map(([value, name]) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </Select>
    </>
  );
}
