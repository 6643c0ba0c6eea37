import { useInfiniteQuery } from '@tanstack/react-query';
import { Tag } from 'lucide-react';
import { useForm } from 'react-hook-form';
import type { Product, ProductInput } from '../../../shared/api/business/records.ts';
import { deleteProduct, productsQuery, saveProduct } from '../../api/business.ts';
import { fieldError } from '../../api/fieldError.ts';
import { Badge } from '../../components/Badge.tsx';
import { TextArea, TextField } from '../../components/Field.tsx';
import { FormDialog } from '../../components/FormDialog.tsx';
import styles from './Business.module.css';
import { RecordsPage, useSearchWords } from './RecordsPage.tsx';
import { useSave } from './useSave.ts';

const PRICE = new Intl.NumberFormat(undefined, { style: 'currency', currency: 'USD' });

/** What is sold. */
export function Products() {
  const query = useInfiniteQuery(productsQuery(useSearchWords()));
  return (
    <RecordsPage
      words={{ one: 'product', many: 'products', of: 'name or description' }}
      icon={<Tag />}
      teach="Agents search them by words and price, and say what is in stock."
      query={query}
      nameOf={({ name }) => name}
      remove={deleteProduct}
      form={(product, onClose) => <ProductDialog product={product} onClose={onClose} />}
      columns={[
        { head: 'Name', cell: ({ name }) => <strong>{name}</strong> },
        { head: 'Description', cell: ({ description }) => description || '–' },
        {
          head: 'Price',
          end: true,
          cell: ({ priceUsd }) => <span className="tabular">{PRICE.format(priceUsd)}</span>,
        },
        {
          head: 'Stock',
          end: true,
          cell: ({ stock }) =>
            stock === 0 ? (
              <Badge tone="warn">Sold out</Badge>
            ) : (
              <span className="tabular">{stock.toLocaleString()}</span>
            ),
        },
      ]}
    />
  );
}

function ProductDialog({ product, onClose }: { product: Product | null; onClose: () => void }) {
  const { register, handleSubmit } = useForm<ProductInput>({
    defaultValues: {
      name: product?.name ?? '',
      description: product?.description ?? '',
      priceUsd: product?.priceUsd ?? 0,
      stock: product?.stock ?? 0,
      language: product?.language ?? 'en-US',
    },
  });
  const save = useSave((values: ProductInput) => saveProduct(product?.id ?? null, values), onClose);
  const error = (field: keyof ProductInput) => fieldError(save.error, field);
  return (
    <FormDialog
      title={product ? product.name : 'Add product'}
      action={product ? 'Save' : 'Add product'}
      mutation={save}
      onSubmit={handleSubmit((values) => save.mutate(values))}
      onClose={onClose}
    >
      <TextField label="Name" error={error('name')} {...register('name')} />
      <TextArea label="Description" rows={2} error={error('description')} {...register('description')} />
      <div className={styles.two}>
        <TextField
          label="Price in US dollars"
          type="number"
          min={0}
          step="0.01"
          error={error('priceUsd')}
          {...register('priceUsd', { valueAsNumber: true })}
        />
        <TextField
          label="In stock"
          type="number"
          min={0}
          step={1}
          error={error('stock')}
          {...register('stock', { valueAsNumber: true })}
        />
      </div>
      <TextField
        label="Language"
        hint="Of name and description, such as en-US: decides how words are found."
        error={error('language')}
        {...register('language')}
      />
    </FormDialog>
  );
}
