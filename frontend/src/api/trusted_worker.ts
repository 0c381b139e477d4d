let policy: { createScriptURL(url: string): unknown } | undefined;

/** A worker's address, vouched for where the browser asks for that: ours are paths of this service. */
export function trustedWorker(url: string): string {
  policy ??= window.trustedTypes?.createPolicy('storyharvest-worker', {
    createScriptURL: (wanted) => (/^\/(?!\/)/.test(wanted) ? wanted : ''),
  });
  return (policy?.createScriptURL(url) ?? url) as string;
}
