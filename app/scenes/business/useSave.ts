import { useMutation, useQueryClient } from '@tanstack/react-query';

/** Saves an entry of business data, fetches what is on screen anew, and closes the form. */
export function useSave<Values>(save: (values: Values) => Promise<unknown>, onClose: () => void) {
  const client = useQueryClient();
  const saving = useMutation({
    mutationFn: save,
    onSuccess: () => client.invalidateQueries({ queryKey: ['business'] }),
  });
  return { ...saving, mutate: (values: Values) => saving.mutate(values, { onSuccess: onClose }) };
}
