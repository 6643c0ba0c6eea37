import { CallButton } from '../../call/CallButton.tsx';
import { useCan } from '../../frame/useMe.ts';

/** The way to hear one’s own agent without a telephone. */
export function TestCall() {
  const mayTalk = useCan('conversations:write');
  return mayTalk ? (
    <CallButton kind="primary" name="Your agent" target={{ primary: true }}>
      Make a test call
    </CallButton>
  ) : null;
}
