import { useMutation } from '@tanstack/react-query';
import { Eye } from 'lucide-react';
import { type CallDetail, revealCaller } from '../../../api/calls.ts';
import { Button } from '../../../components/Button.tsx';
import { CopyButton } from '../../../components/CopyButton.tsx';
import { notifyProblem } from '../../../components/Toast.tsx';

/** Shows the whole number of the other party once somebody asks for it; the audit log says who did. */
export function WholeNumber({ call }: { call: CallDetail }) {
  const reveal = useMutation({ mutationFn: () => revealCaller(call.id), onError: notifyProblem });
  if (reveal.data === undefined)
    return (
      <Button size="small" icon={<Eye aria-hidden />} busy={reveal.isPending} onClick={() => reveal.mutate()}>
        Show the whole number
      </Button>
    );
  return (
    <>
      <span aria-live="polite">{reveal.data ?? 'The number is not known'}</span>
      {reveal.data === null ? null : <CopyButton text={reveal.data} />}
    </>
  );
}
