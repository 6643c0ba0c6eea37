import { useMutation, useQueryClient } from '@tanstack/react-query';

/** Saves an entry of business data, fetches what is on screen anew, and closes the form. */
export function useSave<Values>(save: (values: Values) => Promise<unknown>, onClose: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: save,
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['business'] });
      onClose();
    },
  });
}
