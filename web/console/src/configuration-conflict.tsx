// Somebody else changed the configuration in the meantime: both changes side by side, and what can be done.

import { useEffect, useRef } from 'preact/hooks';
import { Button } from '../../kit/button.tsx';
import { Notice } from '../../kit/notice.tsx';
import type { Configuration, ConfigurationProperties } from './api.ts';
import { conflictRows, type ConflictRow } from './configuration-properties.ts';
import { useConsole } from './console-context.ts';
import { DataTable, type Column } from './data-table.tsx';
import { Moment } from './moment.tsx';
import { PropertyValue } from './property-changes.tsx';

const columns: readonly Column<ConflictRow>[] = [
  { label: 'Property', isHeader: true, cell: ({ property }) => property.title },
  { label: 'Before', cell: ({ property, before }) => <PropertyValue property={property} value={before} /> },
  { label: 'Theirs, saved', cell: ({ property, theirs }) => <PropertyValue property={property} value={theirs} /> },
  { label: 'Yours, not saved', cell: ({ property, mine }) => <PropertyValue property={property} value={mine} /> },
];

export interface ConfigurationConflictProps {
  before: ConfigurationProperties;
  theirs: Configuration;
  mine: ConfigurationProperties;
  onTakeTheirs(): void;
  onKeepMine(): void;
}

/** Takes the focus: the button that met the conflict can do nothing until it is solved. */
export function ConfigurationConflict({ before, theirs, mine, onTakeTheirs, onKeepMine }: ConfigurationConflictProps) {
  const { directory } = useConsole();
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => frame.current?.focus(), []);
  return (
    <div ref={frame} tabIndex={-1} class="focused-notice">
      <Notice kind="warn" title="Somebody else has changed this configuration">
        <p>
          It is at version {theirs.version} since <Moment at={theirs.changed_at} />. Nothing of yours was saved, and
          nothing of it is lost.
        </p>
        <DataTable
          caption="Both changes"
          columns={columns}
          rows={conflictRows(directory.properties, before, theirs.configuration, mine)}
          rowKey={({ property }) => property.name}
        />
        <p>
          To go on, put your changes on top of theirs: what you did not touch becomes as they saved it, and you can look
          at it all before you save.
        </p>
        <div class="row">
          <Button kind="primary" onClick={onKeepMine}>
            Put mine on top of theirs
          </Button>
          <Button onClick={onTakeTheirs}>Discard mine</Button>
        </div>
      </Notice>
    </div>
  );
}
