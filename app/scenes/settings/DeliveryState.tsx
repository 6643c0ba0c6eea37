import { CircleAlert, CircleCheck, CircleDashed } from 'lucide-react';
import { Badge } from '../../components/Badge.tsx';

export function DeliveryState({ state }: { state: string }) {
  if (state === 'delivered')
    return (
      <Badge tone="good" icon={<CircleCheck aria-hidden />}>
        Delivered
      </Badge>
    );
  if (state === 'failed')
    return (
      <Badge tone="bad" icon={<CircleAlert aria-hidden />}>
        Failed
      </Badge>
    );
  return <Badge icon={<CircleDashed aria-hidden />}>Pending</Badge>;
}
