import { PhoneCall, PhoneOff } from 'lucide-react';
import type { CallTarget } from '../api/browserCall.ts';
import { Button, type ButtonProps } from '../components/Button.tsx';
import { browserCall } from './browserCall.ts';
import { useBrowserCall } from './useBrowserCall.ts';

const same = (one: CallTarget, other: CallTarget) => JSON.stringify(one) === JSON.stringify(other);

/** Calls a flow or a personality from this browser; while it is called, hangs up. */
export function CallButton({
  name,
  target,
  children,
  disabled,
  ...look
}: {
  /** Whom it reaches, for people. */
  name: string;
  target: CallTarget;
} & Pick<ButtonProps, 'kind' | 'size' | 'disabled' | 'children' | 'title'>) {
  const call = useBrowserCall();
  const underWay = call !== null && call.phase !== 'ended';
  if (underWay && same(call.target, target))
    return (
      <Button {...look} kind="danger" icon={<PhoneOff aria-hidden />} onClick={() => browserCall.hangUp()}>
        Hang up
      </Button>
    );
  return (
    <Button
      {...look}
      icon={<PhoneCall aria-hidden />}
      disabled={disabled || underWay}
      onClick={() => void browserCall.begin(name, target)}
    >
      {children}
    </Button>
  );
}
