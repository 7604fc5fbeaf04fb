import type { Site } from '../context';

export const IMAGE_TYPES = ['issuetype', 'priority', 'project', 'user'] as const;
export type ImageType = (typeof IMAGE_TYPES)[number];

const PIXELS: Record<string, number> = { xsmall: 16, small: 24, medium: 32, large: 32, xlarge: 48 };

/** Where the picture of an account, a project, an issue type or a priority is. */
export const imageAddress = (site: Site, type: ImageType, id: string, size = 'medium') =>
  `${site.baseUrl}/rest/api/3/universal_avatar/view/type/${type}/owner/${encodeURIComponent(id)}?size=${size}`;

/** The name behind a picture; undefined when there is nothing of that id. */
export function imageName(site: Site, type: ImageType, id: string): string | undefined {
  const { issueTypes, priorities, projects, accounts } = site.store.site;
  switch (type) {
    case 'issuetype':
      return issueTypes.find((one) => one.id === id)?.name;
    case 'priority':
      return priorities.find((one) => one.id === id)?.name;
    case 'project':
      return projects.find((one) => one.id === id)?.name;
    case 'user':
      return accounts.find((one) => one.accountId === id)?.displayName;
  }
}

/** A round picture with the name's initials, in a colour that stays with the name. */
export function initialsImage(name: string, size: string): string {
  const pixels = PIXELS[size] ?? 32;
  const initials = name
    .split(/[^\p{L}\p{N}]+/u)
    .slice(0, 2)
    .map((word) => word.charAt(0).toUpperCase())
    .join('');
  const hue = [...name].reduce((sum, sign) => (sum * 31 + (sign.codePointAt(0) ?? 0)) % 360, 0);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${pixels}" height="${pixels}" viewBox="0 0 32 32"><circle cx="16" cy="16" r="16" fill="hsl(${hue} 45% 38%)"/><text x="16" y="21" text-anchor="middle" font-family="sans-serif" font-size="13" fill="#fff">${initials}</text></svg>`;
}
