import type { ReactNode } from 'react';
import styles from './Table.module.css';

interface Column<Row> {
  /** Heading, and the label of the cell on a phone. */
  head: string;
  cell: (row: Row) => ReactNode;
  /** Numbers and buttons stand at the end. */
  end?: boolean;
  /** The heading is for screen readers only. */
  hideHead?: boolean;
}

interface TableProps<Row> {
  /** What the table lists, for screen readers. */
  caption: string;
  columns: Column<Row>[];
  rows: Row[];
  rowKey: (row: Row) => string;
}

/** A plain table; on a phone each row becomes a card. */
export function Table<Row>({ caption, columns, rows, rowKey }: TableProps<Row>) {
  return (
    <div className={styles.frame}>
      <table className={styles.table}>
        <caption className="visuallyHidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.head} scope="col" className={column.end ? styles.end : undefined}>
                <span className={column.hideHead ? 'visuallyHidden' : undefined}>{column.head}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)}>
              {columns.map((column) => (
                <td
                  key={column.head}
                  data-label={column.hideHead ? undefined : column.head}
                  className={column.end ? styles.end : undefined}
                >
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
