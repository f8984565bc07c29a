/** Own drawings on a 24-unit square, stroked with the colour of the text. */
import type { Category, Flag, RiskLevel } from '../../../catalogue/vocabulary.ts';

export type IconName = RiskLevel | Category | Flag;

const LEVELS: Record<RiskLevel, string> = {
  Low: '<circle cx="12" cy="12" r="9"/><path d="M12 11v5.5M12 7.4v.2"/>',
  Medium: '<path d="m12 2 10 10-10 10L2 12Z"/><path d="M12 7v6M12 16.2v.2"/>',
  High: '<path d="M12 2.8 22.2 21H1.8Z"/><path d="M12 9.5v5.6M12 17.8v.2"/>',
  Critical:
    '<path d="M7.9 2h8.2L22 7.9v8.2L16.1 22H7.9L2 16.1V7.9Z"/><path d="m8.3 8.3 7.4 7.4M15.7 8.3l-7.4 7.4"/>',
};

const CATEGORIES: Record<Category, string> = {
  Read: '<path d="M2 12s3.6-6.5 10-6.5S22 12 22 12s-3.6 6.5-10 6.5S2 12 2 12Z"/><circle cx="12" cy="12" r="2.8"/>',
  Write:
    '<path d="m4 20 1-4.4L16.2 4.4a1.9 1.9 0 0 1 2.7 0l.7.7a1.9 1.9 0 0 1 0 2.7L8.4 19Z"/><path d="m13.8 6.8 3.4 3.4"/>',
  Execute: '<path d="m4 6 6 6-6 6"/><path d="M12.5 18H20"/>',
  Destructive: '<path d="M4.5 7h15M9.5 7V4h5v3M6.8 7l.9 13h8.6l.9-13"/><path d="M10.2 11v5.2M13.8 11v5.2"/>',
};

const FLAGS: Record<Flag, string> = {
  financial:
    '<circle cx="12" cy="12" r="9"/><path d="M14.8 9.3c-.5-.9-1.5-1.4-2.8-1.4-1.6 0-2.8.8-2.8 2s1 1.7 2.8 2.1 2.9.9 2.9 2.1-1.2 2-2.9 2c-1.4 0-2.4-.5-2.9-1.4M12 6v12"/>',
  secrets: '<circle cx="8" cy="16" r="4.2"/><path d="m11 13 9-9M15.6 8.4l3 3M12.8 11.2l2.2 2.2"/>',
  code: '<path d="M8.5 4C6.4 4 5.4 5 5.4 7v2c0 1.6-.7 2.5-2.2 3 1.5.5 2.2 1.4 2.2 3v2c0 2 1 3 3.1 3M15.5 4c2.1 0 3.1 1 3.1 3v2c0 1.6.7 2.5 2.2 3-1.5.5-2.2 1.4-2.2 3v2c0 2-1 3-3.1 3"/>',
  egress: '<path d="M10.5 4.5h-6v15h15v-6"/><path d="M14 3.5h6.5V10M20.5 3.5 11 13"/>',
  untrusted:
    '<path d="M3.5 4.5h17v12h-9L7 20.5v-4H3.5Z"/><path d="M10.2 8.7c.2-.9.9-1.4 1.9-1.4 1.1 0 1.9.6 1.9 1.5 0 1.4-1.9 1.4-1.9 2.7M12.1 13.6v.2"/>',
  private: '<path d="M5.5 11h13v9h-13Z"/><path d="M8.2 11V8a3.8 3.8 0 0 1 7.6 0v3M12 14.4v2.2"/>',
  admin:
    '<path d="m12 2.8 7.6 3v5.6c0 4.7-3 7.9-7.6 9.8-4.6-1.9-7.6-5.1-7.6-9.8V5.8Z"/><path d="m8.8 11.8 2.4 2.4 4.2-4.4"/>',
  bulk: '<path d="m12 2.8 9.2 4.9L12 12.6 2.8 7.7Z"/><path d="m2.8 12.2 9.2 4.9 9.2-4.9"/><path d="m2.8 16.6 9.2 4.9 9.2-4.9"/>',
};

/** The sign before the catalogue's own name. */
const MARK = '<path d="m12 1.5 10.5 10.5L12 22.5 1.5 12Z"/><path d="M12 7v6M12 16v.2"/>';

/** The drawing of every icon and of the mark, as the content of an `<svg>` or `<symbol>`. */
export const ICONS: Record<IconName | 'mark', string> = { ...LEVELS, ...CATEGORIES, ...FLAGS, mark: MARK };
