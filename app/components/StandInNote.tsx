import { UserRoundX } from 'lucide-react';
import type { Version } from '../../shared/api/studio.ts';
import { Badge } from './Badge.tsx';

/** Says of a version that another voice made it, and why; nothing of the others. */
export function StandInNote({ standIn }: Pick<Version, 'standIn'>) {
  if (!standIn) return null;
  return (
    <span title={standIn.reason}>
      <Badge tone="warn" icon={<UserRoundX aria-hidden />}>
        Stand-in for {standIn.voice} (version {standIn.forNumber})
      </Badge>
    </span>
  );
}
