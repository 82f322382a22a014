// Digits in groups, to be read or typed: the gaps are drawn, so that a copied selection has no spaces in it.

import { Fragment } from 'preact';
import { groupDigits } from '../../kit/format.ts';
import './digit-groups.css';

export function DigitGroups({ digits, size }: { digits: string; size: number }) {
  return (
    <span class="digits digit-groups">
      {groupDigits(digits, size)
        .split(' ')
        .map((group, index) => (
          <Fragment key={index}>
            <span class="digit-groups-group">{group}</span>
            <wbr />
          </Fragment>
        ))}
    </span>
  );
}
