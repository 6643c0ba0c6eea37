import type { Page } from 'playwright-core';

const MICROPHONE = `
  let room;
  const opened = () => {
    if (!room) {
      const context = new AudioContext();
      room = { context, air: context.createMediaStreamDestination() };
    }
    return room;
  };
  navigator.mediaDevices.getUserMedia = async () => opened().air.stream.clone();
  window.sayAloud = async (base64) => {
    const { context, air } = opened();
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const buffer = await context.decodeAudioData(bytes.buffer);
    const voice = new AudioBufferSourceNode(context, { buffer });
    voice.connect(air);
    voice.start();
  };
`;

/**
 * Gives a page a microphone that hears what the test says and when, and nothing else: how long an answer takes differs
 * from machine to machine, and a recording that runs on would talk into it. To be called before the page is opened.
 */
export async function openSpokenMicrophone(page: Page): Promise<{ say(wav: Uint8Array): Promise<void> }> {
  await page.addInitScript({ content: MICROPHONE });
  return {
    say: (wav) => page.evaluate(`sayAloud(${JSON.stringify(Buffer.from(wav).toString('base64'))})`),
  };
}
