import { Phone } from 'lucide-react';
import { EmptyState } from '../../../components/EmptyState.tsx';

/** The numbers that callers dial. */
export function NumbersPage() {
  return (
    <EmptyState icon={<Phone />} title="No numbers are shown here yet">
      Callers who dial a number come into its flow.
    </EmptyState>
  );
}
