import { useMutation, useQueryClient } from '@tanstack/react-query';
import { CircleStop } from 'lucide-react';
import { stopTraining } from '../../api/personalityVoice.ts';
import { Button } from '../../components/Button.tsx';
import { Row } from '../../components/Form.tsx';
import { ProblemMessage } from '../../components/ProblemMessage.tsx';

/** Ends the training that is under way, and nothing else. */
export function StopTraining({ personalityId }: { personalityId: string }) {
  const client = useQueryClient();
  const stop = useMutation({
    mutationFn: () => stopTraining(personalityId),
    onSettled: () => client.invalidateQueries({ queryKey: ['personalities'] }),
  });
  return (
    <>
      {stop.error ? <ProblemMessage error={stop.error} kept="The training goes on." /> : null}
      <Row>
        <Button icon={<CircleStop aria-hidden />} busy={stop.isPending} onClick={() => stop.mutate()}>
          Stop training
        </Button>
      </Row>
    </>
  );
}
