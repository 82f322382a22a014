// Splits a one-time password (4 to 9 digits) into groups that are easy to read and to type: 123 456, 1234 5678.

const groupLengths: Record<number, readonly number[]> = {
  4: [4],
  5: [3, 2],
  6: [3, 3],
  7: [3, 4],
  8: [4, 4],
  9: [3, 3, 3],
};

export function digitGroups(digits: string): string[] {
  const groups: string[] = [];
  let start = 0;
  for (const length of groupLengths[digits.length] ?? [digits.length]) {
    groups.push(digits.slice(start, start + length));
    start += length;
  }
  return groups;
}
