import { useSyncExternalStore } from 'react';

/** What becomes of the voice of answers. */
export const SOUNDS = {
  play: 'Speak answers aloud',
  ask: 'Speak when I press play',
  off: 'Text only',
} as const;
export type Sound = keyof typeof SOUNDS;

const KEY = 'voiceops.chat.sound';
const SEND_KEY = 'voiceops.chat.sendAtOnce';
const listeners = new Set<() => void>();
const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
const keep = (key: string, value: string) => {
  localStorage.setItem(key, value);
  for (const notify of listeners) notify();
};

export const readSound = (): Sound => {
  const kept = localStorage.getItem(KEY);
  return kept === 'ask' || kept === 'off' ? kept : 'play';
};
export const setSound = (sound: Sound): void => keep(KEY, sound);
export const useSound = (): Sound => useSyncExternalStore(subscribe, readSound);

/** Whether what was said into the microphone is sent without a glance at it. */
const readSendAtOnce = (): boolean => localStorage.getItem(SEND_KEY) === 'yes';
export const setSendAtOnce = (on: boolean): void => keep(SEND_KEY, on ? 'yes' : 'no');
export const useSendAtOnce = (): boolean => useSyncExternalStore(subscribe, readSendAtOnce);
