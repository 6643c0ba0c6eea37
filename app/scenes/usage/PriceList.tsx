import { useQuery } from '@tanstack/react-query';
import { pricesQuery } from '../../api/usage.ts';
import { Loaded } from '../../components/Loaded.tsx';
import { Table } from '../../components/Table.tsx';
import { formatUsd } from '../../format/amounts.ts';
import styles from './Usage.module.css';

interface PriceRow {
  key: string;
  what: string;
  price: string;
  source: string;
  asOf: string;
}

/** What the costs are counted by: of entries for the same thing, the first counts. */
export function PriceList() {
  const prices = useQuery(pricesQuery);
  return (
    <details className={styles.prices}>
      <summary>Prices that the costs are counted by</summary>
      <Loaded query={prices}>
        {({ speech, models }) => (
          <Table
            caption="Prices, of which the first that matches counts"
            rows={[
              ...speech.map(
                (each, index): PriceRow => ({
                  ...each,
                  key: `speech ${index}`,
                  what: each.voices ? `${each.engine}, voices like ${each.voices}` : each.engine,
                  price: [
                    each.usdPerMillionCharacters === undefined
                      ? null
                      : `${formatUsd(each.usdPerMillionCharacters)} a million characters`,
                    each.usdPerMinute === undefined ? null : `${formatUsd(each.usdPerMinute)} a minute`,
                  ]
                    .filter(Boolean)
                    .join(', '),
                }),
              ),
              ...models.map(
                (each, index): PriceRow => ({
                  ...each,
                  key: `model ${index}`,
                  what: `${each.agent}, models like ${each.models}`,
                  price: `${formatUsd(each.usdPerMillionInput)} a million tokens read, ${formatUsd(each.usdPerMillionOutput)} written`,
                }),
              ),
            ]}
            rowKey={({ key }) => key}
            columns={[
              { head: 'For', cell: ({ what }) => what },
              { head: 'Price', cell: ({ price }) => price },
              { head: 'Known from', cell: ({ source }) => source },
              { head: 'Of', cell: ({ asOf }) => asOf },
            ]}
          />
        )}
      </Loaded>
    </details>
  );
}
