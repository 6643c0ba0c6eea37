import { useMutation, useQueryClient } from '@tanstack/react-query';
import { addDemoData } from '../../api/business.ts';
import { Button } from '../../components/Button.tsx';
import { notify, notifyProblem } from '../../components/Toast.tsx';

/** Adds the example business: orders, a dentist's calendar, answers and the rest. */
export function DemoButton() {
  const client = useQueryClient();
  const add = useMutation({
    mutationFn: addDemoData,
    onSuccess: ({ added }) => {
      const count = Object.values(added).reduce((sum, one) => sum + one, 0);
      notify(count === 0 ? 'The demo data is all here.' : `${count} entries of demo data were added.`);
      return client.invalidateQueries({ queryKey: ['business'] });
    },
    onError: notifyProblem,
  });
  return (
    <Button kind="primary" busy={add.isPending} onClick={() => add.mutate()}>
      Add demo data
    </Button>
  );
}
