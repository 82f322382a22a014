// A table that becomes a list of cards where the window is narrow. The roles are said outright, because browsers forget
// those of a table whose parts are laid out as something else.

import type { ComponentChildren, Key } from 'preact';

export interface Column<Row> {
  label: string;
  cell(row: Row): ComponentChildren;
  /** The cell that names the row. */
  isHeader?: true;
  isNumber?: true;
}

export interface DataTableProps<Row> {
  /** Names the table; shown only where `isCaptionShown`. */
  caption: string;
  isCaptionShown?: true;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey(row: Row): Key;
  /** What stands below a row, over its whole width; nothing where it is null. */
  below?(row: Row): ComponentChildren;
}

export function DataTable<Row>({ caption, isCaptionShown, columns, rows, rowKey, below }: DataTableProps<Row>) {
  return (
    <div class="table-frame">
      <table class="data-table" role="table">
        <caption class={isCaptionShown ? undefined : 'visually-hidden'}>{caption}</caption>
        <thead role="rowgroup">
          <tr role="row">
            {columns.map((column) => (
              <th key={column.label} scope="col" role="columnheader" class={column.isNumber && 'number'}>
                {column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row) => (
            <TableRow key={rowKey(row)} columns={columns} row={row} below={below?.(row)} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface TableRowProps<Row> {
  columns: readonly Column<Row>[];
  row: Row;
  below: ComponentChildren;
}

function TableRow<Row>({ columns, row, below }: TableRowProps<Row>) {
  const isBelowShown = below !== undefined && below !== null && below !== false;
  return (
    <>
      <tr role="row" class={isBelowShown ? 'has-row-below' : undefined}>
        {columns.map((column) => {
          const content = <div>{column.cell(row)}</div>;
          return column.isHeader ? (
            <th key={column.label} scope="row" role="rowheader" data-label={column.label}>
              {content}
            </th>
          ) : (
            <td key={column.label} role="cell" data-label={column.label} class={column.isNumber && 'number'}>
              {content}
            </td>
          );
        })}
      </tr>
      {isBelowShown && (
        <tr role="row" class="row-below">
          <td role="cell" colSpan={columns.length}>
            {below}
          </td>
        </tr>
      )}
    </>
  );
}
