import { Workflow } from 'lucide-react';
import { EmptyState } from '../../../components/EmptyState.tsx';

/** The flows of the workspace. */
export function FlowsPage() {
  return (
    <EmptyState icon={<Workflow />} title="No flows are shown here yet">
      A flow says what happens to a call: who greets, what is asked, and who answers.
    </EmptyState>
  );
}
