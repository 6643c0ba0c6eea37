import { useInfiniteQuery } from '@tanstack/react-query';
import { UsersRound } from 'lucide-react';
import { useForm } from 'react-hook-form';
import type { Customer } from '../../../shared/api/business/records.ts';
import { customersQuery, deleteCustomer, saveCustomer } from '../../api/business.ts';
import { fieldError } from '../../api/fieldError.ts';
import { TextArea, TextField } from '../../components/Field.tsx';
import { FormDialog } from '../../components/FormDialog.tsx';
import { RecordsPage, useSearchWords } from './RecordsPage.tsx';
import { useSave } from './useSave.ts';

/** Whom the business knows. */
export function Customers() {
  const query = useInfiniteQuery(customersQuery(useSearchWords()));
  return (
    <RecordsPage
      words={{ one: 'customer', many: 'customers', of: 'name, e-mail or telephone number' }}
      icon={<UsersRound />}
      teach="Agents recognise customers by two things of theirs, such as name and telephone number. Nobody else learns of them."
      query={query}
      nameOf={({ name }) => name}
      remove={deleteCustomer}
      lost="Orders stay, without the name."
      form={(customer, onClose) => <CustomerDialog customer={customer} onClose={onClose} />}
      columns={[
        { head: 'Name', cell: ({ name }) => <strong>{name}</strong> },
        { head: 'Telephone', cell: ({ phone }) => <span className="tabular">{phone ?? '–'}</span> },
        { head: 'E-mail', cell: ({ email }) => email ?? '–' },
        { head: 'Note', cell: ({ note }) => note || '–' },
      ]}
    />
  );
}

function CustomerDialog({ customer, onClose }: { customer: Customer | null; onClose: () => void }) {
  const { register, handleSubmit } = useForm({
    defaultValues: {
      name: customer?.name ?? '',
      phone: customer?.phone ?? '',
      email: customer?.email ?? '',
      note: customer?.note ?? '',
    },
  });
  const save = useSave(
    ({ name, phone, email, note }: { name: string; phone: string; email: string; note: string }) =>
      saveCustomer(customer?.id ?? null, {
        name: name.trim(),
        phone: phone.trim() || null,
        email: email.trim() || null,
        note,
      }),
    onClose,
  );
  return (
    <FormDialog
      title={customer ? customer.name : 'Add customer'}
      action={customer ? 'Save' : 'Add customer'}
      mutation={save}
      onSubmit={handleSubmit((values) => save.mutate(values))}
      onClose={onClose}
    >
      <TextField label="Name" error={fieldError(save.error, 'name')} {...register('name')} />
      <TextField
        label="Telephone"
        type="tel"
        error={fieldError(save.error, 'phone')}
        {...register('phone')}
      />
      <TextField label="E-mail" type="email" error={fieldError(save.error, 'email')} {...register('email')} />
      <TextArea
        label="Note"
        hint="For your team; agents do not read it."
        rows={2}
        error={fieldError(save.error, 'note')}
        {...register('note')}
      />
    </FormDialog>
  );
}
