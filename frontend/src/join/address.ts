/** What the address says, and what the page came with because of it. */

import { normalCode } from '../outbox/acts';
import type { Workshop } from '../outbox/phone_story';

/** `/j/CODE`, `/J/CODE` or `#CODE`. */
export function codeInAddress(path = location.pathname, hash = location.hash): string | null {
  const found = /^\/j\/([^/]+)/i.exec(path)?.[1] ?? hash.slice(1);
  if (!found) return null;
  try {
    return normalCode(decodeURIComponent(found));
  } catch {
    return normalCode(found);
  }
}

/** The workshop that the page came with, when it is the one of this code. */
export function offeredWith(code: string): Workshop | null {
  const meta = document.querySelector<HTMLMetaElement>('meta[name=workshop]');
  return meta?.dataset['code'] === code ? (JSON.parse(meta.content) as Workshop) : null;
}
