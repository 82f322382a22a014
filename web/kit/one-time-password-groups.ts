// How a one-time password of 4 to 9 digits is written, on the phone and in the field it is typed into: in groups of three
// and four, none of fewer than two digits, so that who looks from one to the other sees the same shape.

const sizes: Readonly<Record<number, readonly number[]>> = {
  4: [4],
  5: [3, 2],
  6: [3, 3],
  7: [3, 4],
  8: [4, 4],
  9: [3, 3, 3],
};

/** ("1234567") → ["123", "4567"]. Of one that is not yet typed in full, `length` is what it will have: ("1234", 7) → ["123", "4"]. */
export function oneTimePasswordGroups(digits: string, length = digits.length): string[] {
  const groups: string[] = [];
  let rest = digits;
  for (const size of sizes[length] ?? [length]) {
    if (rest !== '') groups.push(rest.slice(0, size));
    rest = rest.slice(size);
  }
  return groups;
}
