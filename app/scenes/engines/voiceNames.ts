import type { Voice } from '../../../shared/api/voices.ts';

/** How voices are called where engines are many; one that is gone by its id. */
export const namesOf = (voices: readonly Voice[]) => (id: string) => {
  const voice = voices.find((candidate) => candidate.id === id);
  return voice ? `${voice.name} · ${voice.languages[0]} · ${voice.engine}` : `${id} (not here now)`;
};
