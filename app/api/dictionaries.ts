import { queryOptions } from '@tanstack/react-query';
import type { DictionaryEntry } from '../../shared/speech/dictionary.ts';
import { api, unwrap } from './client.ts';
import { pagedQuery } from './pages.ts';

export const dictionaryQuery = (number: 'latest' | number) =>
  queryOptions({
    queryKey: ['dictionaries', number],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/dictionaries/{number}', { params: { path: { number } }, signal })),
  });
export const dictionariesQuery = pagedQuery(['dictionaries', 'list'], (cursor, signal) =>
  unwrap(api.GET('/api/v1/dictionaries', { params: { query: { cursor, limit: 20 } }, signal })),
);
export const affectedQuery = (number: number) =>
  queryOptions({
    queryKey: ['dictionaries', number, 'affected'],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/dictionaries/{number}/affected', { params: { path: { number } }, signal })),
    enabled: number > 0,
  });
export const saveDictionary = (body: { entries: DictionaryEntry[]; note?: string; expectedNumber: number }) =>
  unwrap(api.POST('/api/v1/dictionaries', { body }));
export const regenerateAffected = (number: number, versionIds: string[]) =>
  unwrap(
    api.POST('/api/v1/dictionaries/{number}/regenerate', {
      params: { path: { number } },
      body: { versionIds },
    }),
  );
