import { useForm } from 'react-hook-form';
import type { Service } from '../../../../shared/api/business/records.ts';
import { createAppointment } from '../../../api/business.ts';
import { fieldError } from '../../../api/fieldError.ts';
import { Select, TextField } from '../../../components/Field.tsx';
import { FormDialog } from '../../../components/FormDialog.tsx';
import { notify } from '../../../components/Toast.tsx';
import { useSave } from '../useSave.ts';

interface Values {
  serviceId: string;
  local: string;
  name: string;
  phone: string;
}

/** Books by hand, under the rules that agents have too. */
export function BookDialog({
  services,
  timeZone,
  day,
  onClose,
}: {
  services: readonly Service[];
  timeZone: string;
  /** Proposed. */
  day: string;
  onClose: () => void;
}) {
  const { register, handleSubmit } = useForm<Values>({
    defaultValues: { serviceId: services[0]?.id ?? '', local: `${day}T10:00`, name: '', phone: '' },
  });
  const book = useSave(async ({ serviceId, local, name, phone }: Values) => {
    const made = await createAppointment({
      serviceId,
      startsAt: local,
      name: name.trim(),
      phone: phone.trim() || null,
    });
    notify(`Booked. The confirmation code is ${made.confirmationCode}.`);
  }, onClose);
  return (
    <FormDialog
      title="Book appointment"
      action="Book"
      mutation={book}
      onSubmit={handleSubmit((values) => book.mutate(values))}
      onClose={onClose}
    >
      <Select label="Service" {...register('serviceId')}>
        {services.map(({ id, name, durationMinutes, calendar }) => (
          <option key={id} value={id}>
            {name} · {durationMinutes} minutes · {calendar}
          </option>
        ))}
      </Select>
      <TextField
        label="Starts"
        type="datetime-local"
        step={300}
        hint={`In the time of ${timeZone.replaceAll('_', ' ')}, within opening hours.`}
        error={fieldError(book.error, 'startsAt')}
        {...register('local')}
      />
      <TextField label="Name" error={fieldError(book.error, 'name')} {...register('name')} />
      <TextField
        label="Telephone"
        type="tel"
        hint="With the name, it proves whose appointment it is when somebody calls."
        error={fieldError(book.error, 'phone')}
        {...register('phone')}
      />
    </FormDialog>
  );
}
