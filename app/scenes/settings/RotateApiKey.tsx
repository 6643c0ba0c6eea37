import { useMutation } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import type { ApiKey } from '../../../shared/api/identity.ts';
import { rotateApiKey } from '../../api/identity.ts';
import { Select } from '../../components/Field.tsx';
import { FormDialog } from '../../components/FormDialog.tsx';

const OVERLAPS: Record<number, string> = {
  0: 'Not at all',
  60: 'One hour',
  1440: 'One day',
  10080: 'One week',
};

export function RotateApiKey({
  apiKey,
  onClose,
  onRotated,
}: {
  apiKey: ApiKey;
  onClose: () => void;
  onRotated: (made: { key: string }) => void;
}) {
  const { register, handleSubmit } = useForm({ defaultValues: { overlapMinutes: '60' } });
  const rotate = useMutation({
    mutationFn: (overlapMinutes: number) => rotateApiKey(apiKey.id, overlapMinutes),
    onSuccess: onRotated,
  });
  return (
    <FormDialog
      title={`Rotate ${apiKey.name}`}
      action="Rotate key"
      mutation={rotate}
      onSubmit={handleSubmit((values) => rotate.mutate(Number(values.overlapMinutes)))}
      onClose={onClose}
    >
      <p>A new key with the same rights takes its place.</p>
      <Select label="The old key keeps working for" {...register('overlapMinutes')}>
        {Object.entries(OVERLAPS).map(([minutes, name]) => (
          <option key={minutes} value={minutes}>
            {name}
          </option>
        ))}
      </Select>
    </FormDialog>
  );
}
