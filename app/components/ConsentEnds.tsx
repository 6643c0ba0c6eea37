import { Clock } from 'lucide-react';
import { Badge } from './Badge.tsx';
import { Time } from './Time.tsx';

/** So long before its end a consent is spoken of: a new one takes the speaker, and a quiet room. */
const SOON_MS = 30 * 86_400_000;

/** Says that a speaker's consent ends soon; nothing before, or where none is needed. */
export function ConsentEnds({ at }: { at: string | null }) {
  if (at === null || Date.parse(at) - Date.now() > SOON_MS) return null;
  return (
    <Badge tone="warn" icon={<Clock aria-hidden />}>
      <span>
        Consent ends <Time at={at} />
      </span>
    </Badge>
  );
}
