/** Sounds one after the other, as one. Channels that a sound lacks are silent; there is at least one sample. */
export function joinSounds(context: BaseAudioContext, sounds: readonly AudioBuffer[]): AudioBuffer {
  const joined = context.createBuffer(
    Math.max(1, ...sounds.map((sound) => sound.numberOfChannels)),
    Math.max(
      1,
      sounds.reduce((total, sound) => total + sound.length, 0),
    ),
    context.sampleRate,
  );
  let at = 0;
  for (const sound of sounds) {
    for (let channel = 0; channel < sound.numberOfChannels; channel++)
      joined.copyToChannel(sound.getChannelData(channel), channel, at);
    at += sound.length;
  }
  return joined;
}
