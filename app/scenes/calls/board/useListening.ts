import { useCallback, useEffect, useRef, useState } from 'react';
import { notify } from '../../../components/Toast.tsx';
import { listenIn } from './ear.ts';

/** Whether this call is listened to, and the switch; it ends when another call is looked at. */
export function useListening(callId: string): { listening: boolean; toggle: () => void } {
  const [listening, setListening] = useState(false);
  const ear = useRef<{ stop: () => void } | null>(null);
  const stop = useCallback(() => {
    ear.current?.stop();
    ear.current = null;
    setListening(false);
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: ends with the call that is shown
  useEffect(() => stop, [callId, stop]);
  const toggle = () => {
    if (listening) {
      stop();
      return;
    }
    ear.current = listenIn(callId, (reason) => {
      ear.current = null;
      setListening(false);
      if (reason) notify(reason);
    });
    setListening(true);
  };
  return { listening, toggle };
}
