/** `1 account`, `2 accounts`. */
export const counted = (number: number, what: string): string =>
  `${number.toLocaleString('en-US')} ${what}${number === 1 ? '' : 's'}`;

/** `12 %` of a share between 0 and 1; a little is not nothing. */
export const percent = (share: number): string =>
  `${share > 0 && share < 0.01 ? 'less than 1' : Math.round(share * 100)} %`;
