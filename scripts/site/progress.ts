import { counts } from '../../catalogue/store/index.ts';
import type { SiteContext } from '../../site/context.ts';

/** A line on a terminal that says how many pages are made; nothing elsewhere. */
export function showProgress(
  context: SiteContext,
  stream: NodeJS.WriteStream = process.stderr,
): { end: () => void } {
  if (!stream.isTTY) return { end: () => {} };
  const { servers, tools } = counts(context.catalogue);
  const all = servers + tools + 4;
  const show = () =>
    stream.write(`\r${context.rendered.toLocaleString('en-GB')} of ${all.toLocaleString('en-GB')} pages`);
  const timer = setInterval(show, 250);
  return {
    end: () => {
      clearInterval(timer);
      stream.write('\r\x1b[K');
    },
  };
}
