/** Small preferences that this browser keeps for its facilitator. */
const prefix = 'storyharvest.';

export function kept<T>(name: string, otherwise: T): T {
  try {
    const found = localStorage.getItem(prefix + name);
    return found === null ? otherwise : (JSON.parse(found) as T);
  } catch {
    return otherwise;
  }
}

kept.set = <T>(name: string, value: T): T => {
  try {
    localStorage.setItem(prefix + name, JSON.stringify(value));
  } catch {
    // closed storage: the choice holds until the page is left
  }
  return value;
};
