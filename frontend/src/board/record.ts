/** Finding something in the record of decisions. */
import type { ChangeEvent } from '$/api/facilitator';

export interface Wanted {
  readonly person: string;
  readonly theme: string;
  readonly action: string;
  readonly story: string | null;
}

/** The events that fit every filter that is set, the newest first. */
export function filtered(events: readonly ChangeEvent[], wanted: Wanted): ChangeEvent[] {
  return events
    .filter(
      (event) =>
        (!wanted.person || event.actor_name === wanted.person) &&
        (!wanted.action || event.action === wanted.action) &&
        (!wanted.theme || touchesTheme(event, wanted.theme)) &&
        (!wanted.story || `story:${wanted.story}` in event.after),
    )
    .toReversed();
}

/** A theme is touched when it changed itself, or when a story went into it or left it. */
function touchesTheme(event: ChangeEvent, themeId: string): boolean {
  if (`theme:${themeId}` in event.after) return true;
  return [event.before, event.after].some((states) => JSON.stringify(states).includes(themeId));
}
